package dev.kaniko.domain.pattern;

/** One pattern of an ignore file. */
sealed interface IgnorePattern {

  /** Whether the path, which has no leading slash, or one of the directories above it matches. */
  boolean matchesPathOrParent(String path);

  /** Whether something below the directory may match. */
  boolean mayMatchBelow(String directory);

  /**
   * Reads a clean pattern.
   *
   * @throws IllegalArgumentException when it is malformed
   */
  static IgnorePattern parse(String pattern) {
    PatternAutomaton automaton = new PatternAutomaton(PatternParser.parse(pattern, true));
    if (isLiteral(pattern)) {
      return new Exact(pattern);
    }
    boolean starsFirst = pattern.startsWith("**");
    if (starsFirst && isLiteral(pattern.substring(2))) {
      return new Suffix(pattern.substring(2));
    }
    boolean starsLast = pattern.endsWith("**");
    if (starsLast && isLiteral(pattern.substring(0, pattern.length() - 2))) {
      return new Prefix(pattern.substring(0, pattern.length() - 2));
    }
    return new General(automaton);
  }

  private static boolean isLiteral(String text) {
    return text.chars().noneMatch(c -> "*?[]\\".indexOf(c) >= 0);
  }

  /** A path without wildcards. */
  record Exact(String path) implements IgnorePattern {
    @Override
    public boolean matchesPathOrParent(String file) {
      return file.startsWith(path)
          && (file.length() == path.length() || file.charAt(path.length()) == '/');
    }

    @Override
    public boolean mayMatchBelow(String directory) {
      return path.startsWith(directory + "/") || matchesPathOrParent(directory);
    }
  }

  /** Text, then {@code **}. */
  record Prefix(String text) implements IgnorePattern {
    @Override
    public boolean matchesPathOrParent(String path) {
      return path.startsWith(text);
    }

    @Override
    public boolean mayMatchBelow(String directory) {
      String inside = directory + "/";
      return inside.startsWith(text) || text.startsWith(inside);
    }
  }

  /**
   * {@code **}, then text. It need not begin at a slash: {@code **.log} and {@code **log} mean any
   * path that ends so. With a slash, {@code **}{@code /log} is also {@code log} itself.
   */
  record Suffix(String text) implements IgnorePattern {
    @Override
    public boolean matchesPathOrParent(String path) {
      int end = path.indexOf('/');
      while (end >= 0) {
        if (isAtEndOf(path, end)) {
          return true;
        }
        end = path.indexOf('/', end + 1);
      }
      return isAtEndOf(path, path.length());
    }

    private boolean isAtEndOf(String path, int end) {
      return path.startsWith(text, end - text.length())
          || (text.startsWith("/")
              && end == text.length() - 1
              && path.startsWith(text.substring(1)));
    }

    @Override
    public boolean mayMatchBelow(String directory) {
      return true;
    }
  }

  /** Any other. */
  record General(PatternAutomaton automaton) implements IgnorePattern {
    @Override
    public boolean matchesPathOrParent(String path) {
      return automaton.matchesPathOrParent(path);
    }

    @Override
    public boolean mayMatchBelow(String directory) {
      return automaton.mayContinue(directory + "/");
    }
  }
}
