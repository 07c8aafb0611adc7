package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.account.Accounts;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags.Kind;
import dev.kaniko.domain.dockerfile.syntax.Heredoc;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.QuotedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What ADD and COPY are given: their flags, sources and destination.
 *
 * @param sources those that are not heredocs
 */
record FileArguments(
    BuilderFlags flags, List<String> sources, List<Heredoc> heredocs, String destination) {

  static FileArguments parse(LogicalLine line, String keyword, Map<String, Kind> known) {
    List<String> words = line.jsonArray().orElseGet(line::words);
    if (words.size() < 2) {
      throw line.invalid(
          keyword
              + " requires at least two arguments, but only one was provided."
              + " Destination could not be determined");
    }
    BuilderFlags flags = BuilderFlags.parse(line, known);
    String destination = words.getLast();
    boolean json = line.jsonArray().isPresent();
    if (!json && Heredoc.announcedName(destination).isPresent()) {
      throw line.invalidAt(destination, keyword + " cannot accept a heredoc as a destination");
    }
    List<String> sources = new ArrayList<>();
    int announced = 0;
    for (String word : words.subList(0, words.size() - 1)) {
      Optional<String> name = json ? Optional.empty() : Heredoc.announcedName(word);
      if (name.isEmpty()) {
        sources.add(word);
      } else if (!hasHeredoc(line, announced++, name.get())) {
        throw line.invalidAt(word, "the heredoc " + word + " has no body");
      }
    }
    if (announced < line.heredocs().size()) {
      String name = line.heredocs().get(announced).name();
      throw line.invalid(
          "the name of a heredoc of %s cannot hold blanks: %s"
              .formatted(keyword, QuotedText.of(name)));
    }
    return new FileArguments(flags, List.copyOf(sources), line.heredocs(), destination);
  }

  /**
   * Whether the layer of a COPY or ADD is the same whatever is below it: with {@code --link},
   * unless an owner has to be looked up there. Together with {@code --chmod} BuildKit looks at what
   * is below.
   */
  static boolean standAlone(boolean link, Optional<String> chown, Optional<String> chmod) {
    return link
        && chmod.isEmpty()
        && chown.map(spec -> Accounts.everywhere(spec).isPresent()).orElse(true);
  }

  private static boolean hasHeredoc(LogicalLine line, int index, String name) {
    return index < line.heredocs().size() && line.heredocs().get(index).name().equals(name);
  }
}
