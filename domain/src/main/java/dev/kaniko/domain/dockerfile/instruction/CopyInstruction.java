package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags;
import dev.kaniko.domain.dockerfile.syntax.BuilderFlags.Kind;
import dev.kaniko.domain.dockerfile.syntax.Heredoc;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * COPY.
 *
 * @param from of {@code --from}: a stage's name or number, or an image
 * @param chown as written: {@code user[:group]}
 * @param chmod as written: octal or symbolic
 * @param exclude the patterns of every {@code --exclude}
 * @param sources paths or patterns, in the order written
 * @param heredocs files whose content stands in the Dockerfile
 */
public record CopyInstruction(
    SourcePosition position,
    String original,
    Optional<String> from,
    Optional<String> chown,
    Optional<String> chmod,
    boolean link,
    boolean parents,
    List<String> exclude,
    List<String> sources,
    List<Heredoc> heredocs,
    String destination)
    implements Instruction.FileInstruction {
  private static final Map<String, Kind> FLAGS =
      Map.of(
          "from", Kind.SINGLE,
          "chown", Kind.SINGLE,
          "chmod", Kind.SINGLE,
          "link", Kind.BOOLEAN,
          "parents", Kind.BOOLEAN,
          "exclude", Kind.REPEATED);

  public CopyInstruction {
    exclude = List.copyOf(exclude);
    sources = List.copyOf(sources);
    heredocs = List.copyOf(heredocs);
  }

  static CopyInstruction parse(LogicalLine line) {
    FileArguments arguments = FileArguments.parse(line, "COPY", FLAGS);
    BuilderFlags flags = arguments.flags();
    Optional<String> from = flags.value("from").filter(name -> !name.isEmpty());
    if (from.filter(name -> name.contains("$")).isPresent()) {
      throw line.invalidAt(
          from.orElseThrow(),
          "variable expansion is not supported for --from, define a new stage with FROM using ARG"
              + " from global scope as a workaround");
    }
    return new CopyInstruction(
        line.position(),
        line.text(),
        from,
        flags.value("chown"),
        flags.value("chmod"),
        flags.isSet("link"),
        flags.isSet("parents"),
        flags.values("exclude"),
        arguments.sources(),
        arguments.heredocs(),
        arguments.destination());
  }

  @Override
  public boolean standsAlone() {
    return FileArguments.standAlone(link, chown, chmod);
  }

  /** Everything but {@code --from} and the patterns of {@code --exclude} may have variables. */
  @Override
  public CopyInstruction expand(Expansion expansion) {
    return new CopyInstruction(
        position,
        original,
        from,
        chown.map(expansion::word),
        chmod.map(expansion::word),
        link,
        parents,
        exclude,
        sources.stream().map(expansion::word).toList(),
        heredocs.stream().map(heredoc -> heredoc.expand(expansion)).toList(),
        expansion.word(destination));
  }

  /** The same without {@code --chown}. */
  public CopyInstruction withoutOwner() {
    return new CopyInstruction(
        position,
        original,
        from,
        Optional.empty(),
        chmod,
        link,
        parents,
        exclude,
        sources,
        heredocs,
        destination);
  }
}
