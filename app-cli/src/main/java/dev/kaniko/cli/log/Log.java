package dev.kaniko.cli.log;

import dev.kaniko.cli.log.LogFormat.Times;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;

/** Writes log lines; lines of several threads do not mix. */
public final class Log {
  /** To the start of the line, and erase it (ECMA-48). */
  private static final String BACK_AND_ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final LogFormat format;
  private final LogLevel most;
  private final boolean timestamps;
  private final InstantSource clock;
  private final Instant start;
  private final boolean terminal;
  private boolean hasStatus;

  /**
   * @param terminal whether {@code out} is one, on which a line can be written over
   * @param most detail to write
   */
  public Log(
      PrintStream out,
      boolean terminal,
      LogFormat format,
      LogLevel most,
      boolean timestamps,
      InstantSource clock) {
    this.out = out;
    this.terminal = terminal;
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
        clearStatus();
        out.println(line);
      }
    }
  }

  /** Shows a line that whatever comes next takes the place of; nothing but on a terminal. */
  void status(String text) {
    if (terminal) {
      synchronized (out) {
        out.print(BACK_AND_ERASE + text);
        out.flush();
        hasStatus = true;
      }
    }
  }

  /** To be called before anything else is written to the terminal. */
  void clearStatus() {
    synchronized (out) {
      if (hasStatus) {
        out.print(BACK_AND_ERASE);
        out.flush();
        hasStatus = false;
      }
    }
  }
}
