package dev.kaniko.domain.dockerfile.syntax;

import dev.kaniko.domain.source.Blank;
import dev.kaniko.domain.source.QuotedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arguments of ENV, LABEL and ARG: names and values. */
public final class KeyValues {
  private KeyValues() {}

  /**
   * A name and its value as written, quotes and escapes included.
   *
   * @param value empty where there is no {@code =}
   */
  public record Pair(String name, Optional<String> value) {}

  /**
   * The pairs of ENV or LABEL, each with a value. When the first word has no {@code =}, the line is
   * in the legacy form: its first word is the name and all the rest the value.
   *
   * @param keyword for messages
   * @throws dev.kaniko.domain.source.InvalidDockerfile when there is none, or one is malformed
   */
  public static List<Pair> parse(LogicalLine line, String keyword) {
    List<String> words = QuotedWords.split(line.arguments(), line.escape());
    if (words.isEmpty()) {
      throw line.invalid(keyword + " requires at least one argument");
    }
    if (!words.getFirst().contains("=")) {
      return List.of(legacyPair(line, keyword));
    }
    List<Pair> pairs = new ArrayList<>();
    for (String word : words) {
      if (!word.contains("=")) {
        throw line.invalidAt(
            word,
            "Syntax error - can't find = in "
                + QuotedText.of(word)
                + ". Must be of the form: name=value");
      }
      pairs.add(pair(line, keyword, word));
    }
    return List.copyOf(pairs);
  }

  /**
   * Whether ENV or LABEL is in the legacy form.
   *
   * @param arguments what stands behind the keyword
   */
  public static boolean isLegacy(String arguments, char escape) {
    List<String> words = QuotedWords.split(arguments, escape);
    return !words.isEmpty() && !words.getFirst().contains("=");
  }

  /** The pairs of ARG, where a value is optional. */
  public static List<Pair> parseOptional(LogicalLine line, String keyword) {
    List<String> words = QuotedWords.split(line.arguments(), line.escape());
    if (words.isEmpty()) {
      throw line.invalid(keyword + " requires at least one argument");
    }
    return words.stream().map(word -> pair(line, keyword, word)).toList();
  }

  private static Pair legacyPair(LogicalLine line, String keyword) {
    String text = line.arguments();
    int end = Blank.endOfWord(text, 0);
    if (end == text.length()) {
      throw line.invalid(keyword + " must have two arguments");
    }
    return new Pair(text.substring(0, end), Optional.of(Blank.trimStart(text.substring(end))));
  }

  private static Pair pair(LogicalLine line, String keyword, String word) {
    int equals = word.indexOf('=');
    if (equals == 0) {
      throw line.invalidAt(word, keyword + " names can not be blank");
    }
    return equals < 0
        ? new Pair(word, Optional.empty())
        : new Pair(word.substring(0, equals), Optional.of(word.substring(equals + 1)));
  }
}
