package dev.kaniko.cli.log;

import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.listener.BuildListener;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Tells a person what a build does: a line when a step begins and when it is done, the output of
 * commands as they write it, transfers.
 */
public final class ConsoleListener implements BuildListener {
  private static final long WORTH_A_LINE = 1_000_000;

  private final Log log;
  private final PrintStream out;
  private final PrintStream err;
  private final Transfers transfers;
  private final Map<String, Duration> timeByKind = new TreeMap<>();

  /**
   * @param out takes what commands write to their standard output; {@code err} likewise
   */
  public ConsoleListener(Log log, PrintStream out, PrintStream err, InstantSource clock) {
    this.log = log;
    this.transfers = new Transfers(log, clock);
    this.out = out;
    this.err = err;
  }

  @Override
  public void stepStarted(Step step) {
    log.write(LogLevel.INFO, label(step) + " " + step.text());
  }

  @Override
  public void stepFinished(Step step, Duration took, OptionalLong layerSize) {
    String kind = step.text().split("\\s", 2)[0];
    synchronized (timeByKind) {
      timeByKind.merge(kind, took, Duration::plus);
    }
    String size = layerSize.isPresent() ? ", layer " + Sizes.bytes(layerSize.getAsLong()) : "";
    log.write(LogLevel.INFO, label(step) + " done in " + Sizes.time(took) + size);
  }

  /** Time spent by instruction, for the summary. */
  public Map<String, Duration> timeByKind() {
    synchronized (timeByKind) {
      return new TreeMap<>(timeByKind);
    }
  }

  private static String label(Step step) {
    String stage = step.stage().isEmpty() ? "" : step.stage() + " ";
    return "[" + stage + step.number() + "/" + step.of() + "]";
  }

  @Override
  public void say(String line) {
    log.write(LogLevel.INFO, line);
  }

  @Override
  public void debug(String line) {
    log.write(LogLevel.DEBUG, line);
  }

  @Override
  public void warn(Problem problem) {
    log.write(LogLevel.WARN, problem.toString());
  }

  @Override
  public void commandOutput(Step step, byte[] bytes, int length, boolean error) {
    PrintStream stream = error ? err : out;
    log.clearStatus();
    synchronized (stream) {
      stream.write(bytes, 0, length);
      stream.flush();
    }
  }

  @Override
  public Transfer transferStarted(TransferKind kind, String what, OptionalLong size) {
    String verb = kind == TransferKind.DOWNLOAD ? "Downloading " : "Uploading ";
    String amount = size.isPresent() ? " (" + Sizes.bytes(size.getAsLong()) + ")" : "";
    boolean large = size.isEmpty() || size.getAsLong() >= WORTH_A_LINE;
    log.write(large ? LogLevel.INFO : LogLevel.DEBUG, verb + what + amount);
    return transfers.start(
        kind,
        what,
        size,
        done -> log.write(LogLevel.DEBUG, verb + what + ": " + Sizes.bytes(done)));
  }
}
