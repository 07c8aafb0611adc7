package dev.kaniko.domain.pattern;

import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.SlashPath;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The patterns of a {@code .dockerignore} file or of {@code --exclude}: the last that matches a
 * path, or a directory above it, decides; one with an exclamation mark includes again. Spec: <a
 * href="https://docs.docker.com/build/concepts/context/#dockerignore-files">.dockerignore
 * files</a>.
 */
public final class IgnorePatterns {
  /** The longest line, in bytes; it is the limit of BuildKit's scanner. */
  private static final int LONGEST_LINE = 65_535;

  private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

  private final List<Rule> rules;

  private IgnorePatterns(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  private record Rule(IgnorePattern pattern, boolean includes) {}

  /**
   * Reads an ignore file.
   *
   * @param name the file's name, for messages
   * @throws InvalidDockerfile with every line that is malformed
   */
  public static IgnorePatterns parse(String name, byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    String[] lines = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(3) : text).split("\n", -1);
    List<Rule> rules = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      try {
        addLine(lines[i], rules);
      } catch (IllegalArgumentException e) {
        problems.add(Problem.at(SourcePosition.line(name, i + 1), e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidDockerfile(problems);
    }
    return new IgnorePatterns(rules);
  }

  /**
   * The patterns of {@code --exclude}, which are texts.
   *
   * @throws IllegalArgumentException for the first that is malformed
   */
  public static IgnorePatterns of(List<String> patterns) {
    List<Rule> rules = new ArrayList<>();
    patterns.forEach(pattern -> addPattern(FilePath.bytesOf(pattern), rules));
    return new IgnorePatterns(rules);
  }

  /** A comment starts in the first column, and nowhere else; a leading slash changes nothing. */
  private static void addLine(String line, List<Rule> rules) {
    if (line.length() > LONGEST_LINE) {
      throw new IllegalArgumentException("the line is longer than " + LONGEST_LINE + " bytes");
    }
    String trimmed = Utf8.trim(line);
    if (line.startsWith("#") || trimmed.isEmpty()) {
      return;
    }
    boolean includes = trimmed.startsWith("!");
    String pattern = includes ? Utf8.trim(trimmed.substring(1)) : trimmed;
    if (!pattern.isEmpty()) {
      pattern = SlashPath.clean(pattern);
      pattern = pattern.length() > 1 && pattern.startsWith("/") ? pattern.substring(1) : pattern;
    }
    addPattern((includes ? "!" : "") + pattern, rules);
  }

  private static void addPattern(String pattern, List<Rule> rules) {
    String trimmed = Utf8.trim(pattern);
    if (trimmed.isEmpty()) {
      return;
    }
    String clean = SlashPath.clean(trimmed);
    if (clean.equals("!")) {
      throw new IllegalArgumentException("illegal exclusion pattern: \"!\"");
    }
    boolean includes = clean.startsWith("!");
    rules.add(new Rule(IgnorePattern.parse(includes ? clean.substring(1) : clean), includes));
  }

  /** Whether the path, seen from the root of what the patterns are about, is left out. */
  public boolean excludes(FilePath path) {
    int deciding = decidingRule(path);
    return deciding >= 0 && !rules.get(deciding).includes();
  }

  /**
   * Whether COPY of {@code source} can find nothing: it is left out, as written or as the path that
   * it comes to, and no pattern includes anything again.
   */
  public boolean excludesForGood(String source) {
    if (rules.stream().anyMatch(Rule::includes)) {
      return false;
    }
    String written = FilePath.bytesOf(source);
    return excludes(FilePath.ofText(source))
        || rules.stream().anyMatch(rule -> rule.pattern().matchesPathOrParent(written));
  }

  /**
   * Whether something below the directory may not be left out: if not, there is no use in looking.
   * What leaves the directory out leaves out all that is below it, unless a later rule includes it.
   */
  public boolean mayIncludeBelow(FilePath directory) {
    if (!excludes(directory)) {
      return true;
    }
    return rules.subList(decidingRule(directory), rules.size()).stream()
        .anyMatch(r -> r.includes() && r.pattern().mayMatchBelow(directory.relative()));
  }

  /** Whether something below the directory may be left out. */
  public boolean mayExcludeBelow(FilePath directory) {
    return directory.isRoot()
        || rules.stream()
            .anyMatch(r -> !r.includes() && r.pattern().mayMatchBelow(directory.relative()));
  }

  /** The last rule that matches, by its index; negative when none does. The root has none. */
  private int decidingRule(FilePath path) {
    if (path.isRoot()) {
      return -1;
    }
    int rule = rules.size() - 1;
    while (rule >= 0 && !rules.get(rule).pattern().matchesPathOrParent(path.relative())) {
      rule--;
    }
    return rule;
  }
}
