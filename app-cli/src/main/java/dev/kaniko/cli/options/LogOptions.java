package dev.kaniko.cli.options;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.LogFlags;
import dev.kaniko.cli.log.Log;
import dev.kaniko.cli.log.LogFormat;
import dev.kaniko.cli.log.LogLevel;
import dev.kaniko.cli.process.Surroundings;

/** What the flags about the log come to. */
public final class LogOptions {
  private LogOptions() {}

  /** A log that goes to standard error. */
  public static Log open(LogFlags flags, Surroundings surroundings) throws BadArguments {
    LogLevel level =
        LogLevel.parse(flags.verbosity)
            .orElseThrow(
                () -> new BadArguments("not a valid logrus Level: \"" + flags.verbosity + "\""));
    LogFormat format =
        LogFormat.parse(flags.format)
            .orElseThrow(() -> new BadArguments("not a valid log format: " + flags.format));
    return new Log(
        surroundings.err(),
        surroundings.terminal(),
        format,
        level,
        flags.timestamp,
        surroundings.clock());
  }
}
