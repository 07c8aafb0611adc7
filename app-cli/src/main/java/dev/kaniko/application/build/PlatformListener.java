package dev.kaniko.application.build;

import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.listener.BuildListener;
import java.time.Duration;
import java.util.OptionalLong;

/** Says of each step which platform it is for. */
record PlatformListener(BuildListener listener, Platform platform) implements BuildListener {

  private Step labelled(Step step) {
    String stage = step.stage().isEmpty() ? "" : " " + step.stage();
    return new Step(platform + stage, step.number(), step.of(), step.text());
  }

  @Override
  public void stepStarted(Step step) {
    listener.stepStarted(labelled(step));
  }

  @Override
  public void stepFinished(Step step, Duration took, OptionalLong layerSize) {
    listener.stepFinished(labelled(step), took, layerSize);
  }

  @Override
  public void say(String line) {
    listener.say(line);
  }

  @Override
  public void debug(String line) {
    listener.debug(line);
  }

  @Override
  public void warn(Problem problem) {
    listener.warn(problem);
  }

  @Override
  public void commandOutput(Step step, byte[] bytes, int length, boolean error) {
    listener.commandOutput(labelled(step), bytes, length, error);
  }

  @Override
  public Transfer transferStarted(TransferKind kind, String what, OptionalLong size) {
    return listener.transferStarted(kind, what, size);
  }
}
