package dev.kaniko.adapters.rootfs.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Looks at the processes of the machine, in every namespace below this one. */
final class Processes {
  private static final AtomicLong NEXT = new AtomicLong(100_000 + System.nanoTime() % 1_000_000);

  private Processes() {}

  /** A number of seconds to sleep that no other process of the machine sleeps. */
  static String marker() {
    return NEXT.incrementAndGet() + "." + ProcessHandle.current().pid();
  }

  static List<Long> withArgument(String argument) {
    List<Long> found = new ArrayList<>();
    for (Path process : all()) {
      String[] arguments = read(process.resolve("cmdline")).split("\0");
      if (Arrays.asList(arguments).contains(argument)) {
        found.add(Long.parseLong(process.getFileName().toString()));
      }
    }
    return found;
  }

  /** The processes that see a mount of or below {@code directory}. */
  static List<Path> thatMount(Path directory) {
    return all().stream()
        .filter(process -> read(process.resolve("mountinfo")).contains(directory.toString()))
        .toList();
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain until " + what);
      }
      Thread.sleep(5);
    }
  }

  private static List<Path> all() {
    try (var entries = Files.list(Path.of("/proc"))) {
      return entries.filter(entry -> entry.getFileName().toString().matches("[0-9]+")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Empty for a process that is gone, or on its way: one that has let go of its mounts and memory
   * answers ESRCH or EINVAL for a while.
   */
  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (FileSystemException e) {
      String reason = String.valueOf(e.getReason());
      boolean leaving = reason.equals("Invalid argument") || reason.equals("No such process");
      if (e instanceof NoSuchFileException || leaving) {
        return "";
      }
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).equals("No such process")) {
        return "";
      }
      throw new UncheckedIOException(e);
    }
  }
}
