package dev.kaniko.domain.dockerfile.syntax;

import dev.kaniko.domain.source.Blank;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parser directive: {@code # name=value}.
 *
 * @param name in lower case
 * @param line the physical line it stands on, counted from 1
 */
public record Directive(String name, String value, int line) {
  private static final Set<String> KNOWN = Set.of("syntax", "escape", "check");

  private static final Pattern NAME =
      Pattern.compile("#[\\t\\n\\f\\r ]*+([a-zA-Z][a-zA-Z0-9]*+)[\\t\\n\\f\\r ]*+=");

  /** Reads a line; empty when it is not a directive that anybody knows. */
  static Optional<Directive> parse(PhysicalLine line) {
    String text = Blank.trimStart(line.text());
    Matcher matcher = NAME.matcher(text);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    String rest = text.substring(matcher.end());
    if (!KNOWN.contains(name) || rest.isEmpty()) {
      return Optional.empty();
    }
    String value = Blank.trim(rest);
    return Optional.of(new Directive(name, value.isEmpty() ? " " : value, line.number()));
  }
}
