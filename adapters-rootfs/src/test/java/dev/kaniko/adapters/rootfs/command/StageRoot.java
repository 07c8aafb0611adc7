package dev.kaniko.adapters.rootfs.command;

import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

/** The root of a stage with nothing in it but busybox, as an overlay, a directory, or in place. */
final class StageRoot {
  static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z"));

  private static final Path BUSYBOX = Path.of("/bin/busybox");

  enum Kind {
    OVERLAY,
    DIRECTORY,
    IN_PLACE
  }

  private final Kind kind;
  private final Path top;
  private final Path files;

  private StageRoot(Kind kind, Path top) {
    this.kind = kind;
    this.top = top;
    this.files = top.resolve("files");
  }

  /** With no directory but {@code /bin}: every mount point is missing. */
  static StageRoot bare(Kind kind, Path top) {
    try {
      StageRoot root = new StageRoot(kind, Files.createDirectories(top));
      Files.createDirectories(root.files.resolve("bin"));
      Files.copy(BUSYBOX, root.files.resolve("bin/busybox"));
      for (String applet : run(BUSYBOX.toString(), "--list").split("\n")) {
        if (!applet.equals("busybox")) {
          Files.createSymbolicLink(root.files.resolve("bin/" + applet), Path.of("busybox"));
        }
      }
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With the directories that a distribution has, all of them from long ago. */
  static StageRoot usual(Kind kind, Path top) {
    StageRoot root = bare(kind, top);
    for (String directory : List.of("proc", "sys", "dev", "etc", "tmp", "root", "run", "var")) {
      root.directory(directory);
    }
    root.age();
    return root;
  }

  Path file(String name) {
    return files.resolve(name);
  }

  StageRoot directory(String name) {
    try {
      Files.createDirectories(file(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StageRoot text(String name, String text) {
    try {
      Files.writeString(file(name), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StageRoot program(String name, byte[] content) {
    try {
      Files.write(file(name), content);
      Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rwxr-xr-x"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StageRoot link(String name, String target) {
    try {
      Files.createSymbolicLink(file(name), Path.of(target));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Dates every directory long ago, so that a change of a time is seen. */
  StageRoot age() {
    try (var all = Files.walk(files)) {
      for (Path directory :
          all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList()) {
        Files.setLastModifiedTime(directory, LONG_AGO);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RootMount mount() {
    return switch (kind) {
      case OVERLAY ->
          new RootMount.Overlay(List.of(files), emptied("upper"), emptied("overlay-work"));
      case DIRECTORY -> new RootMount.Directory(files);
      case IN_PLACE -> new RootMount.InPlace();
    };
  }

  /** What an overlay's command changed: every path below the upper directory, in order. */
  List<String> changes() {
    return below(top.resolve("upper"));
  }

  Path upper(String name) {
    return top.resolve("upper").resolve(name);
  }

  /** Every path of the root itself, in order. */
  List<String> everything() {
    return below(files);
  }

  private static List<String> below(Path directory) {
    try (var all = Files.walk(directory)) {
      return all.map(path -> directory.relativize(path).toString()).sorted().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path emptied(String name) {
    try {
      run("rm", "-rf", top.resolve(name).toString());
      return Files.createDirectory(top.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program of the machine to prepare or to look. */
  static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return output;
  }
}
