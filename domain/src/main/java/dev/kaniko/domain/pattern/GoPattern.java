package dev.kaniko.domain.pattern;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern as Go's filepath.Match reads it on Linux. Spec: <a
 * href="https://pkg.go.dev/path/filepath#Match">filepath.Match</a>.
 */
public final class GoPattern {
  private final List<Chunk> chunks;

  private GoPattern(List<Chunk> chunks) {
    this.chunks = List.copyOf(chunks);
  }

  /**
   * @param pattern bytes, one a char
   * @throws IllegalArgumentException when it is malformed, also where no name could tell
   */
  public static GoPattern parse(String pattern) {
    List<Chunk> chunks = new ArrayList<>();
    List<PatternToken.Single> tokens = new ArrayList<>();
    boolean star = false;
    for (PatternToken token : PatternParser.parse(pattern, false)) {
      switch (token) {
        case PatternToken.Single single -> tokens.add(single);
        case PatternToken.Several _ -> {
          chunks.add(new Chunk(star, tokens));
          tokens.clear();
          star = true;
        }
      }
    }
    chunks.add(new Chunk(star, tokens));
    return new GoPattern(chunks);
  }

  /** Whether {@code pattern} can match more than one name: whether it has an unescaped wildcard. */
  public static boolean hasWildcards(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      switch (pattern.charAt(i)) {
        case '*', '?', '[' -> {
          return true;
        }
        case '\\' -> i++;
        default -> {}
      }
    }
    return false;
  }

  /**
   * Whether all of {@code name} matches: no wildcard but a class matches a slash. A star ends at
   * the first place where what follows it matches, and is not tried again: names without a slash
   * cannot tell the difference.
   *
   * @param name bytes, one a char
   */
  public boolean matches(String name) {
    int position = 0;
    for (int i = 0; i < chunks.size() && position >= 0; i++) {
      position = chunks.get(i).place(name, position, i == chunks.size() - 1);
    }
    return position == name.length();
  }

  /**
   * What stands between two stars.
   *
   * @param star whether a star is before it
   */
  private record Chunk(boolean star, List<PatternToken.Single> tokens) {
    Chunk {
      tokens = List.copyOf(tokens);
    }

    /** The position behind the first match at or behind {@code from}; negative for none. */
    int place(String name, int from, boolean last) {
      for (int start = from; ; start++) {
        int end = matchAt(name, start);
        if (end >= 0 && (!last || end == name.length())) {
          return end;
        }
        if (!star || start == name.length() || name.charAt(start) == '/') {
          return -1;
        }
      }
    }

    private int matchAt(String name, int start) {
      int position = start;
      for (PatternToken.Single token : tokens) {
        if (position == name.length() || !token.accepts(name, position)) {
          return -1;
        }
        position += token.width(name, position);
      }
      return position;
    }
  }
}
