package dev.kaniko.adapters.registry.testkit;

import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.listener.BuildListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it hears. */
public final class RecordingListener implements BuildListener {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Map<String, Long> transfers = new ConcurrentHashMap<>();
  private final List<String> ended = new CopyOnWriteArrayList<>();

  /** All lines of every kind. */
  public List<String> lines() {
    return lines;
  }

  /** Bytes by what was moved. */
  public Map<String, Long> transfers() {
    return transfers;
  }

  /** The transfers that have ended. */
  public List<String> ended() {
    return ended;
  }

  @Override
  public void stepStarted(Step step) {
    lines.add("start " + step);
  }

  @Override
  public void stepFinished(Step step, Duration took, OptionalLong layerSize) {
    lines.add("finish " + step);
  }

  @Override
  public void say(String line) {
    lines.add(line);
  }

  @Override
  public void debug(String line) {
    lines.add(line);
  }

  @Override
  public void warn(Problem problem) {
    lines.add("warning: " + problem);
  }

  @Override
  public void commandOutput(Step step, byte[] bytes, int length, boolean error) {
    lines.add("output of " + step);
  }

  @Override
  public Transfer transferStarted(TransferKind kind, String what, OptionalLong size) {
    String name = kind + " " + what;
    transfers.put(name, 0L);
    return new Transfer() {
      @Override
      public void advance(long bytes) {
        transfers.merge(name, bytes, Long::sum);
      }

      @Override
      public void close() {
        ended.add(name);
      }
    };
  }
}
