package dev.kaniko.domain.dockerfile.syntax;

import dev.kaniko.domain.dockerfile.expansion.ExpansionException;
import dev.kaniko.domain.dockerfile.expansion.RawWords;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The word that announces a heredoc: {@code <<EOF}, {@code 3<<-"EOF"}. */
record HeredocWord(String name, boolean expand, boolean stripTabs, String fileDescriptor) {
  /** A third {@code <} makes it a here-string, which is the shell's business. */
  private static final Pattern FORM = Pattern.compile("(\\d*)<<(-?)\\s*+([^<]*+)");

  /** Only these may have heredocs, alone or as what ONBUILD is given. */
  private static final Set<String> KEYWORDS = Set.of("add", "copy", "run");

  /**
   * The heredocs whose bodies follow {@code line}, in their order. The words are found in the whole
   * line; where its quotes are not balanced, nobody can say where words end, and there are none.
   *
   * @throws ExpansionException as {@link #parse}
   */
  static List<HeredocWord> announcedBy(LogicalLine line) {
    LogicalLine instruction = isKeyword(line, "onbuild") ? line.trigger() : line;
    boolean able = KEYWORDS.stream().anyMatch(keyword -> isKeyword(instruction, keyword));
    if (!able
        || !line.text().contains("<<")
        || !(JsonArray.read(instruction.arguments()) instanceof JsonArray.None)) {
      return List.of();
    }
    return RawWords.split(line.text()).orElse(List.of()).stream()
        .map(HeredocWord::parse)
        .flatMap(Optional::stream)
        .toList();
  }

  private static boolean isKeyword(LogicalLine line, String keyword) {
    return line.keyword().equalsIgnoreCase(keyword);
  }

  /**
   * Reads a word as {@link RawWords#split} gives it; empty when it is none of a heredoc.
   *
   * @throws ExpansionException when it looks like one, but its quotes are not balanced
   */
  static Optional<HeredocWord> parse(String word) {
    Matcher form = FORM.matcher(word);
    if (!form.matches()) {
      return Optional.empty();
    }
    String quoted = form.group(3);
    List<String> unquoted = RawWords.unquoted(quoted);
    if (unquoted.size() != 1) {
      return Optional.empty();
    }
    String name = unquoted.getFirst();
    boolean stripTabs = !form.group(2).isEmpty();
    return Optional.of(new HeredocWord(name, name.equals(quoted), stripTabs, form.group(1)));
  }

  /** As {@link #parse}, where unbalanced quotes mean that it is none. */
  static Optional<HeredocWord> in(String text) {
    try {
      return parse(text);
    } catch (ExpansionException _) {
      return Optional.empty();
    }
  }

  Heredoc withBody(String body) {
    return new Heredoc(name, body, expand, stripTabs, fileDescriptor);
  }
}
