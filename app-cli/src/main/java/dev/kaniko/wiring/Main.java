package dev.kaniko.wiring;

import dev.kaniko.cli.Executor;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.wiring.build.ProductionBuilds;
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
    Termination termination = new Termination(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(termination.hook());
    int status;
    try {
      status = run(List.of(arguments));
    } finally {
      // After an error nobody expected, too, or the process would wait for its time to run out.
      termination.cleanedUp();
    }
    // Not exit, which first sets the platform's logging up to note that it was called: all that was
    // opened is closed, and the one hook has nothing left to do.
    Runtime.getRuntime().halt(status);
  }

  /** Runs one command line, and gives the status to exit with. */
  static int run(List<String> arguments) {
    Surroundings surroundings =
        new Surroundings(
            System.getenv(),
            new BufferedInputStream(System.in),
            stream(FileDescriptor.out),
            stream(FileDescriptor.err),
            isTerminal(),
            Path.of("").toAbsolutePath(),
            InstantSource.system());
    return new Executor(surroundings, new ProductionBuilds(), Subcommands.of(surroundings))
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
