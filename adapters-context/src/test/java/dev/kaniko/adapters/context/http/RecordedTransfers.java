package dev.kaniko.adapters.context.http;

import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.listener.BuildListener;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers transfers as {@code LOCATION BYTES of ANNOUNCED}; nothing else may be told. */
final class RecordedTransfers implements BuildListener {
  private final List<String> ended = new CopyOnWriteArrayList<>();

  List<String> ended() {
    return List.copyOf(ended);
  }

  @Override
  public Transfer transferStarted(TransferKind kind, String what, OptionalLong size) {
    return new Transfer() {
      private long bytes;

      @Override
      public void advance(long more) {
        bytes += more;
      }

      @Override
      public void close() {
        ended.add(what + " " + bytes + " of " + size.orElse(-1));
      }
    };
  }

  @Override
  public void stepStarted(Step step) {
    throw new AssertionError(step);
  }

  @Override
  public void stepFinished(Step step, Duration took, OptionalLong layerSize) {
    throw new AssertionError(step);
  }

  @Override
  public void say(String line) {
    throw new AssertionError(line);
  }

  @Override
  public void debug(String line) {
    throw new AssertionError(line);
  }

  @Override
  public void warn(Problem problem) {
    throw new AssertionError(problem);
  }

  @Override
  public void commandOutput(Step step, byte[] bytes, int length, boolean error) {
    throw new AssertionError(step);
  }
}
