package dev.kaniko.adapters.rootfs.command;

import dev.kaniko.ports.command.CommandOutput;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * One run of kaniko-run. Its standard input stays open as long as the command may run: when it
 * closes, by us or with us, kaniko-run kills the command and cleans up.
 */
final class HelperProcess {
  /** For a kill and the clean-up after it; only a machine in trouble needs more. */
  private static final long SECONDS_TO_STOP = 10;

  private final Process process;
  private final OutputPump out;
  private final OutputPump err;

  private HelperProcess(Process process, CommandOutput output, OutputTail tail) {
    this.process = process;
    this.out =
        OutputPump.start(
            "command-stdout",
            process.getInputStream(),
            (bytes, length) -> {
              tail.out(bytes, length);
              output.out(bytes, length);
            },
            this::stop);
    this.err =
        OutputPump.start(
            "command-stderr",
            process.getErrorStream(),
            (bytes, length) -> {
              tail.err(bytes, length);
              output.err(bytes, length);
            },
            this::stop);
  }

  /** The builder's environment stays with the builder: its variables may hold credentials. */
  static HelperProcess start(Path program, CommandOutput output, OutputTail tail) {
    ProcessBuilder builder = new ProcessBuilder(program.toAbsolutePath().toString());
    builder.environment().clear();
    try {
      return new HelperProcess(builder.start(), output, tail);
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot start " + program + ", which runs commands: " + e.getMessage(), e);
    }
  }

  /**
   * Runs what {@code specification} says, to its end and that of its output.
   *
   * @return kaniko-run's own exit status, which tells nothing about the command
   * @throws CancellationException when the thread was interrupted; it is still interrupted then
   */
  int run(byte[] specification) {
    Optional<IOException> unread = write(specification);
    int status = await();
    Optional<RuntimeException> failure = out.join().or(err::join);
    err.join();
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (unread.isPresent()) {
      throw new EnvironmentFailure(
          "kaniko-run ended with status " + status + " before it read its task", unread.get());
    }
    return status;
  }

  private Optional<IOException> write(byte[] specification) {
    try {
      OutputStream toHelper = process.getOutputStream();
      toHelper.write(specification);
      toHelper.flush();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private int await() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      stop();
      Uninterrupted.call(this::awaitStop);
      out.join();
      err.join();
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("the command was stopped");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  private void awaitStop() throws InterruptedException {
    if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The pipe is broken, so nobody listens at its other end.
      process.destroyForcibly();
    }
  }
}
