package dev.kaniko.wiring;

import dev.kaniko.cli.Executor;
import dev.kaniko.cli.Surroundings;
import dev.kaniko.cli.caches.CacheCommand;
import dev.kaniko.cli.caches.WarmerCommand;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The program {@code executor}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Surroundings surroundings =
        new Surroundings(
            System.getenv(),
            new BufferedInputStream(System.in),
            stream(FileDescriptor.out),
            stream(FileDescriptor.err),
            isTerminal(),
            Path.of("").toAbsolutePath(),
            InstantSource.system());
    Termination termination = new Termination(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(termination.hook());
    int status;
    try {
      status = run(surroundings, List.of(arguments));
    } finally {
      // After an error nobody expected, too, or the process would wait for its time to run out.
      termination.cleanedUp();
    }
    // Not exit, which first sets the platform's logging up to note that it was called: all that was
    // opened is closed, and the one hook has nothing left to do.
    Runtime.getRuntime().halt(status);
  }

  private static int run(Surroundings surroundings, List<String> arguments) {
    String first = arguments.isEmpty() ? "" : arguments.getFirst();
    List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    if (first.equals(WarmerCommand.NAME)) {
      return new WarmerCommand(surroundings, new ProductionWarming()).run(rest);
    }
    if (first.equals(CacheCommand.NAME)) {
      return new CacheCommand(surroundings, new ProductionCaches()).run(rest);
    }
    return new Executor(
            surroundings,
            new ProductionBuilds(),
            new ProductionExamination(),
            new ProductionPlugins())
        .run(arguments);
  }

  /** By what the kernel calls the other end of standard error. */
  private static boolean isTerminal() {
    try {
      String name = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty");
    } catch (IOException e) {
      // Without /proc plain lines do.
      return false;
    }
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
