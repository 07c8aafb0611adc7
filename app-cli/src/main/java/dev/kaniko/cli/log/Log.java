package dev.kaniko.cli.log;

import dev.kaniko.cli.log.LogFormat.Times;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;

/** Writes log lines; lines of several threads do not mix. */
public final class Log {
  private final PrintStream out;
  private final LogFormat format;
  private final LogLevel most;
  private final boolean timestamps;
  private final InstantSource clock;
  private final Instant start;

  /**
   * @param most detail to write
   */
  public Log(
      PrintStream out, LogFormat format, LogLevel most, boolean timestamps, InstantSource clock) {
    this.out = out;
    this.format = format;
    this.most = most;
    this.timestamps = timestamps;
    this.clock = clock;
    this.start = clock.instant();
  }

  public boolean shows(LogLevel level) {
    return level.compareTo(most) <= 0;
  }

  /** Writes one line; a message of several lines stays one line in the formats that quote. */
  public void write(LogLevel level, String message) {
    if (shows(level)) {
      String line = format.line(level, message, new Times(start, clock.instant(), timestamps));
      synchronized (out) {
        out.println(line);
      }
    }
  }
}
