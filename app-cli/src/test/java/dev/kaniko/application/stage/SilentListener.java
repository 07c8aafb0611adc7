package dev.kaniko.application.stage;

import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.listener.BuildListener;
import java.time.Duration;
import java.util.OptionalLong;

/** Fails a test whose build has something to warn of, and says nothing otherwise. */
final class SilentListener implements BuildListener {
  @Override
  public void stepStarted(Step step) {}

  @Override
  public void stepFinished(Step step, Duration took, OptionalLong layerSize) {}

  @Override
  public void say(String line) {}

  @Override
  public void debug(String line) {
    if (line.startsWith("not planned")) {
      throw new AssertionError(line);
    }
  }

  @Override
  public void warn(Problem problem) {
    throw new AssertionError(problem.toString());
  }

  @Override
  public void commandOutput(Step step, byte[] bytes, int length, boolean error) {}

  @Override
  public Transfer transferStarted(TransferKind kind, String what, OptionalLong size) {
    throw new AssertionError("nothing is moved");
  }
}
