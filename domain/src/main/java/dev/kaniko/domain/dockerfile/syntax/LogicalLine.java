package dev.kaniko.domain.dockerfile.syntax;

import dev.kaniko.domain.source.Blank;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * An instruction as it stands in the file, before anybody asks what it means.
 *
 * @param position from its first physical line to its last, heredocs included
 * @param text the whole line, continuations joined, without heredoc bodies
 * @param keyword the first word, as written
 * @param flags the words after it that start with two dashes, quotes and escapes gone
 * @param arguments what follows the flags, trimmed
 * @param heredocs in the order of their words
 * @param comments those in the lines directly above, without their {@code #}, trimmed
 * @param escape the file's escape token
 */
public record LogicalLine(
    SourcePosition position,
    String text,
    String keyword,
    List<String> flags,
    String arguments,
    List<Heredoc> heredocs,
    List<String> comments,
    char escape) {
  public LogicalLine {
    flags = List.copyOf(flags);
    heredocs = List.copyOf(heredocs);
    comments = List.copyOf(comments);
  }

  /** Splits {@code text}, which is not blank, into keyword, flags and arguments. */
  static LogicalLine of(SourcePosition position, String text, char escape) {
    String trimmed = Blank.trim(text);
    int keywordEnd = Blank.endOfWord(trimmed, 0);
    FlagWords flags = FlagWords.split(trimmed.substring(keywordEnd));
    return new LogicalLine(
        position,
        trimmed,
        trimmed.substring(0, keywordEnd),
        flags.words(),
        flags.rest(),
        List.of(),
        List.of(),
        escape);
  }

  /** What ONBUILD is given, as the instruction that it is. */
  public LogicalLine trigger() {
    return of(position, arguments, escape).with(heredocs, position).with(comments);
  }

  LogicalLine with(List<Heredoc> newHeredocs, SourcePosition newPosition) {
    return new LogicalLine(
        newPosition, text, keyword, flags, arguments, newHeredocs, comments, escape);
  }

  LogicalLine with(List<String> newComments) {
    return new LogicalLine(
        position, text, keyword, flags, arguments, heredocs, newComments, escape);
  }

  /** The arguments as plain words, split at blanks; quotes mean nothing to them. */
  public List<String> words() {
    return Blank.words(arguments);
  }

  /** The arguments as the strings of a JSON array, when they are one. */
  public Optional<List<String>> jsonArray() {
    return jsonArray(arguments);
  }

  /**
   * {@code text} as the strings of a JSON array. What is not valid JSON is no array, and silently
   * so: it is in shell form.
   *
   * @throws InvalidDockerfile for a valid array that holds something else than strings
   */
  public Optional<List<String>> jsonArray(String json) {
    return switch (JsonArray.read(json)) {
      case JsonArray.Strings(List<String> strings) -> Optional.of(strings);
      case JsonArray.Mixed() ->
          throw invalid("when using JSON array syntax, arrays must be comprised of strings only");
      case JsonArray.None() -> Optional.empty();
    };
  }

  /** For the one thing that is wrong with this line. */
  public InvalidDockerfile invalid(String message) {
    return new InvalidDockerfile(Problem.at(position, message));
  }

  /**
   * @param culprit the text of the line that is wrong
   */
  public InvalidDockerfile invalidAt(String culprit, String message) {
    return new InvalidDockerfile(Problem.at(position, message).about(culprit));
  }

  /**
   * @param nearest what was probably meant
   */
  public InvalidDockerfile invalidAt(String culprit, String message, Optional<String> nearest) {
    Problem problem = Problem.at(position, message).about(culprit);
    return new InvalidDockerfile(
        nearest.map(name -> problem.withHint("did you mean " + name + "?")).orElse(problem));
  }
}
