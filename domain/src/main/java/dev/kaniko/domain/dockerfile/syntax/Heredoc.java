package dev.kaniko.domain.dockerfile.syntax;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import java.util.Optional;

/**
 * A here-document of RUN, COPY or ADD.
 *
 * @param name the word after {@code <<}, without quotes
 * @param body the lines between, each with its line end as written; tabs are already gone for
 *     {@code <<-}
 * @param expand whether the body's variables are still to be replaced: false when any part of the
 *     word was quoted
 * @param stripTabs true for {@code <<-}
 * @param fileDescriptor the digits before {@code <<}; empty for none
 */
public record Heredoc(
    String name, String body, boolean expand, boolean stripTabs, String fileDescriptor) {

  /** Whether the text of an instruction is the word of a heredoc, and nothing else. */
  public static boolean isAlone(String text) {
    return HeredocWord.in(text).isPresent();
  }

  /** The name of the heredoc that a plain word of COPY or ADD announces, if it does. */
  public static Optional<String> announcedName(String word) {
    return HeredocWord.in(word).map(HeredocWord::name);
  }

  /**
   * The file that COPY and ADD make of it: its variables are replaced, unless the word was quoted.
   * RUN never does this, there the shell does.
   */
  public Heredoc expand(Expansion expansion) {
    return expand
        ? new Heredoc(name, expansion.heredocBody(body), false, stripTabs, fileDescriptor)
        : this;
  }
}
