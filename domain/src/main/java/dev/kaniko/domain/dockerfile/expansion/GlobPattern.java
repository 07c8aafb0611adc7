package dev.kaniko.domain.dockerfile.expansion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern of <code>${name#pattern}</code> and its relatives: {@code *} is any text, {@code ?} any
 * character, a backslash takes the meaning from the next one. There are no bracket expressions.
 *
 * @param pieces what stands between the stars, at least one; a character may be {@link
 *     Occurrences#ANY}
 */
record GlobPattern(List<int[]> pieces) {

  /** Reads a pattern; an escape of anything but a character with a meaning is refused. */
  static GlobPattern parse(String text) {
    List<int[]> pieces = new ArrayList<>();
    List<Integer> piece = new ArrayList<>();
    CodePoints source = new CodePoints(text);
    for (int c = source.next(); c != CodePoints.END; c = source.next()) {
      switch (c) {
        case '*' -> {
          pieces.add(toArray(piece));
          piece.clear();
        }
        case '?' -> piece.add(Occurrences.ANY);
        case '\\' -> piece.add(escaped(source.next(), text));
        default -> piece.add(c);
      }
    }
    pieces.add(toArray(piece));
    return new GlobPattern(List.copyOf(pieces));
  }

  /** A brace or a slash can be escaped as well: they would end the pattern. */
  private static int escaped(int c, String pattern) {
    return switch (c) {
      case '*', '?', '\\', '}', '/' -> c;
      default -> {
        String escape = c == CodePoints.END ? "\\" : "\\" + Character.toString(c);
        throw new ExpansionException(
            "invalid pattern (%s) in substitution: invalid escape '%s'".formatted(pattern, escape));
      }
    };
  }

  String withoutPrefix(String text, boolean longest) {
    Occurrences occurrences = Occurrences.in(text);
    return new GlobMatcher(pieces, occurrences, longest)
        .next(0)
        .filter(match -> match.start() == 0)
        .map(match -> occurrences.text(match.end(), occurrences.length()))
        .orElse(text);
  }

  /** A suffix is the prefix of what is read backwards. */
  String withoutSuffix(String text, boolean longest) {
    List<int[]> backwards = pieces.reversed().stream().map(GlobPattern::reversed).toList();
    return reversed(new GlobPattern(backwards).withoutPrefix(reversed(text), longest));
  }

  String replaceFirst(String text, String replacement) {
    Occurrences occurrences = Occurrences.in(text);
    return new GlobMatcher(pieces, occurrences, true)
        .next(0)
        .map(
            match ->
                occurrences.text(0, match.start())
                    + replacement
                    + occurrences.text(match.end(), occurrences.length()))
        .orElse(text);
  }

  /**
   * Replaces every match. Unlike {@link #replaceFirst}, this reads the replacement as a template of
   * Go's {@code regexp}: that is what BuildKit does.
   *
   * @param limit the longest result, in chars
   */
  String replaceAll(String text, String replacement, int limit) {
    Occurrences occurrences = Occurrences.in(text);
    GlobMatcher matcher = new GlobMatcher(pieces, occurrences, true);
    BoundedText result = new BoundedText(limit);
    int copied = 0;
    int from = 0;
    for (Optional<GlobMatcher.Match> found = matcher.next(from);
        found.isPresent();
        found = matcher.next(from)) {
      GlobMatcher.Match match = found.get();
      result.append(occurrences.text(copied, match.start()));
      boolean emptyBehindAnother = match.end() == copied && match.start() > 0;
      if (!emptyBehindAnother) {
        String matched = occurrences.text(match.start(), match.end());
        result.append(ReplacementTemplate.fill(replacement, matched));
      }
      copied = match.end();
      from = Math.max(match.end(), from + 1);
    }
    return result.append(occurrences.text(copied, occurrences.length())).toString();
  }

  private static int[] toArray(List<Integer> piece) {
    return piece.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] reversed(int[] piece) {
    int[] backwards = new int[piece.length];
    for (int i = 0; i < piece.length; i++) {
      backwards[i] = piece[piece.length - 1 - i];
    }
    return backwards;
  }

  private static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }
}
