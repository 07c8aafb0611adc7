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
 * ADD.
 *
 * @param chown as written: {@code user[:group]}
 * @param chmod as written: octal or symbolic
 * @param checksum as written: {@code sha256:…}, or a commit for a git source
 * @param keepGitDir of {@code --keep-git-dir}
 * @param unpack of {@code --unpack}; empty when not given: local archives are, remote ones are not
 * @param exclude the patterns of every {@code --exclude}
 * @param sources paths, patterns, URLs or git locations, in the order written
 * @param heredocs files whose content stands in the Dockerfile
 */
public record AddInstruction(
    SourcePosition position,
    String original,
    Optional<String> chown,
    Optional<String> chmod,
    Optional<String> checksum,
    boolean keepGitDir,
    Optional<Boolean> unpack,
    boolean link,
    List<String> exclude,
    List<String> sources,
    List<Heredoc> heredocs,
    String destination)
    implements Instruction.FileInstruction {
  private static final Map<String, Kind> FLAGS =
      Map.of(
          "chown", Kind.SINGLE,
          "chmod", Kind.SINGLE,
          "checksum", Kind.SINGLE,
          "keep-git-dir", Kind.BOOLEAN,
          "unpack", Kind.BOOLEAN,
          "link", Kind.BOOLEAN,
          "exclude", Kind.REPEATED);

  public AddInstruction {
    exclude = List.copyOf(exclude);
    sources = List.copyOf(sources);
    heredocs = List.copyOf(heredocs);
  }

  static AddInstruction parse(LogicalLine line) {
    FileArguments arguments = FileArguments.parse(line, "ADD", FLAGS);
    BuilderFlags flags = arguments.flags();
    if (flags.value("checksum").isPresent() && arguments.sources().size() != 1) {
      throw line.invalid("checksum can't be specified for multiple sources");
    }
    return new AddInstruction(
        line.position(),
        line.text(),
        flags.value("chown"),
        flags.value("chmod"),
        flags.value("checksum"),
        flags.isSet("keep-git-dir"),
        flags.choice("unpack"),
        flags.isSet("link"),
        flags.values("exclude"),
        arguments.sources(),
        arguments.heredocs(),
        arguments.destination());
  }

  @Override
  public boolean standsAlone() {
    return FileArguments.standAlone(link, chown, chmod);
  }

  /** Everything but the patterns of {@code --exclude} may have variables. */
  @Override
  public AddInstruction expand(Expansion expansion) {
    return new AddInstruction(
        position,
        original,
        chown.map(expansion::word),
        chmod.map(expansion::word),
        checksum.map(expansion::word),
        keepGitDir,
        unpack,
        link,
        exclude,
        sources.stream().map(expansion::word).toList(),
        heredocs.stream().map(heredoc -> heredoc.expand(expansion)).toList(),
        expansion.word(destination));
  }

  /** The same without {@code --chown}. */
  public AddInstruction withoutOwner() {
    return new AddInstruction(
        position,
        original,
        Optional.empty(),
        chmod,
        checksum,
        keepGitDir,
        unpack,
        link,
        exclude,
        sources,
        heredocs,
        destination);
  }

  /** The same with or without {@code --unpack}. */
  public AddInstruction withUnpack(boolean value) {
    return new AddInstruction(
        position,
        original,
        chown,
        chmod,
        checksum,
        keepGitDir,
        Optional.of(value),
        link,
        exclude,
        sources,
        heredocs,
        destination);
  }
}
