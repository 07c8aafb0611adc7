package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags.Kind;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.dockerfile.value.GoDuration;
import dev.kaniko.domain.image.Healthcheck;
import dev.kaniko.domain.source.Blank;
import dev.kaniko.domain.source.QuotedText;
import dev.kaniko.domain.source.SourcePosition;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * HEALTHCHECK.
 *
 * @param healthcheck complete: its shell form is {@code [CMD-SHELL, text]}, NONE is {@code [NONE]}
 */
public record HealthcheckInstruction(
    SourcePosition position, String original, Healthcheck healthcheck)
    implements Instruction.ConfigInstruction {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private static final Map<String, Kind> FLAGS =
      Map.of(
          "interval", Kind.SINGLE,
          "timeout", Kind.SINGLE,
          "start-period", Kind.SINGLE,
          "start-interval", Kind.SINGLE,
          "retries", Kind.SINGLE);

  static HealthcheckInstruction parse(LogicalLine line) {
    if (line.arguments().isEmpty()) {
      throw line.invalid("HEALTHCHECK requires at least one argument");
    }
    int end = Blank.endOfWord(line.arguments(), 0);
    String type = line.arguments().substring(0, end).toUpperCase(Locale.ROOT);
    String command = Blank.trim(line.arguments().substring(end));
    Healthcheck healthcheck =
        type.equals("NONE") ? none(line, command) : check(line, type, command);
    return new HealthcheckInstruction(line.position(), line.text(), healthcheck);
  }

  private static Healthcheck none(LogicalLine line, String command) {
    if (!command.isEmpty()) {
      throw line.invalid("HEALTHCHECK NONE takes no arguments");
    }
    BuilderFlags.parseNone(line);
    return Healthcheck.none();
  }

  private static Healthcheck check(LogicalLine line, String type, String command) {
    BuilderFlags flags = BuilderFlags.parse(line, FLAGS);
    if (!type.equals("CMD")) {
      throw line.invalidAt(
          line.arguments().substring(0, type.length()),
          "Unknown type " + QuotedText.of(type) + " in HEALTHCHECK (try CMD)");
    }
    Optional<List<String>> json = line.jsonArray(command);
    if (command.isEmpty() || json.filter(List::isEmpty).isPresent()) {
      throw line.invalid("Missing command after HEALTHCHECK CMD");
    }
    List<String> test =
        json.map(arguments -> Stream.concat(Stream.of("CMD"), arguments.stream()).toList())
            .orElse(List.of("CMD-SHELL", command));
    return new Healthcheck(
        test,
        duration(line, flags, "interval"),
        duration(line, flags, "timeout"),
        duration(line, flags, "start-period"),
        duration(line, flags, "start-interval"),
        retries(line, flags));
  }

  private static Duration duration(LogicalLine line, BuilderFlags flags, String name) {
    String text = flags.value(name).filter(value -> !value.isEmpty()).orElse("0");
    try {
      Duration duration = GoDuration.parse(text);
      if (!duration.isZero() && duration.compareTo(SHORTEST) < 0) {
        throw line.invalidAt("--" + name, "Interval \"" + name + "\" cannot be less than 1ms");
      }
      return duration;
    } catch (IllegalArgumentException e) {
      throw line.invalidAt("--" + name, "flag --" + name + ": " + e.getMessage());
    }
  }

  private static int retries(LogicalLine line, BuilderFlags flags) {
    String text = flags.value("retries").filter(value -> !value.isEmpty()).orElse("0");
    try {
      int retries = Integer.parseInt(text);
      if (retries < 0) {
        throw line.invalidAt("--retries", "--retries cannot be less than 0 (" + retries + ")");
      }
      return retries;
    } catch (NumberFormatException e) {
      throw line.invalidAt(
          "--retries",
          "flag --retries: " + QuotedText.of(text) + " is not a whole number below 2147483648");
    }
  }

  /** Nothing is replaced here: the text is the container's to expand. */
  @Override
  public HealthcheckInstruction expand(Expansion expansion) {
    return this;
  }
}
