package dev.kaniko.domain.pattern;

import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.pattern.PatternToken.Range;
import dev.kaniko.domain.source.QuotedText;
import java.util.ArrayList;
import java.util.List;

/** Reads the notation of patterns, the one of Go's filepath.Match. */
final class PatternParser {
  private final String pattern;
  private final boolean doubleStars;
  private int position;

  private PatternParser(String pattern, boolean doubleStars) {
    this.pattern = pattern;
    this.doubleStars = doubleStars;
  }

  /**
   * @param doubleStars whether {@code **} crosses slashes, or is the same as {@code *}
   * @throws IllegalArgumentException for a class that is malformed, or an escape of nothing
   */
  static List<PatternToken> parse(String pattern, boolean doubleStars) {
    return new PatternParser(pattern, doubleStars).parse();
  }

  private List<PatternToken> parse() {
    List<PatternToken> tokens = new ArrayList<>();
    while (position < pattern.length()) {
      PatternToken token = token(pattern.charAt(position++));
      if (!tokens.isEmpty() && repeats(tokens.getLast(), token)) {
        continue;
      }
      tokens.add(token);
    }
    return List.copyOf(tokens);
  }

  private PatternToken token(char c) {
    return switch (c) {
      case '*' -> stars();
      case '?' -> new PatternToken.AnyCharacter();
      case '[' -> characterClass();
      case '\\' -> new PatternToken.Literal(escaped());
      default -> new PatternToken.Literal(c);
    };
  }

  /** A second star behind a star adds nothing, but would cost time. */
  private static boolean repeats(PatternToken last, PatternToken token) {
    return token instanceof PatternToken.Several && last.equals(token);
  }

  private PatternToken stars() {
    if (!doubleStars || peek() != '*') {
      return new PatternToken.Star();
    }
    position++;
    if (peek() == '/') {
      position++;
    }
    return position == pattern.length() ? new PatternToken.Rest() : new PatternToken.Directories();
  }

  private char escaped() {
    if (position == pattern.length()) {
      throw malformed();
    }
    return pattern.charAt(position++);
  }

  /**
   * A class has at least one range, so that a bracket right at its start does not close it. One in
   * the wrong order is empty to filepath.Match, but an error in an ignore pattern.
   */
  private PatternToken characterClass() {
    boolean negated = peek() == '^';
    if (negated) {
      position++;
    }
    List<Range> ranges = new ArrayList<>();
    do {
      int first = classCharacter();
      int last = first;
      if (peek() == '-') {
        position++;
        last = classCharacter();
      }
      if (doubleStars && first > last) {
        throw malformed();
      }
      ranges.add(new Range(first, last));
    } while (peek() != ']');
    position++;
    return new PatternToken.CharacterClass(negated, ranges);
  }

  /** One character of a class; the class must not end behind it. */
  private int classCharacter() {
    if (peek() == '-' || peek() == ']') {
      throw malformed();
    }
    if (peek() == '\\') {
      position++;
    }
    if (position == pattern.length()) {
      throw malformed();
    }
    int character = Utf8.character(pattern, position);
    boolean invalid = character == Utf8.INVALID && Utf8.width(pattern, position) == 1;
    position += Utf8.width(pattern, position);
    if (invalid || position == pattern.length()) {
      throw malformed();
    }
    return character;
  }

  /** The next char, or a NUL at the end: a pattern has no use for one. */
  private char peek() {
    return position < pattern.length() ? pattern.charAt(position) : 0;
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "syntax error in pattern " + QuotedText.of(FilePath.textOf(pattern)));
  }
}
