package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.source.SourcePosition;

/**
 * One instruction of a stage, after {@code FROM}.
 *
 * <p>Parsing gives the words as written; {@code expand} gives the same instruction with variables
 * replaced, where the language replaces them. Spec: <a
 * href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>.
 */
public sealed interface Instruction {
  SourcePosition position();

  /** The logical line as written, continuations joined; heredoc bodies are not part of it. */
  String original();

  /**
   * The same instruction with variables replaced, and quotes and escapes taken away, in those of
   * its parts where the language does that; the result is not for expanding again.
   *
   * @throws dev.kaniko.domain.dockerfile.expansion.ExpansionException when a word is malformed, or
   *     a variable that must be set is not
   * @throws dev.kaniko.domain.source.InvalidDockerfile when what results is not valid
   */
  Instruction expand(Expansion expansion);

  /** Changes the image's config and nothing else. */
  sealed interface ConfigInstruction extends Instruction
      permits CmdInstruction,
          EntrypointInstruction,
          EnvInstruction,
          ExposeInstruction,
          HealthcheckInstruction,
          LabelInstruction,
          MaintainerInstruction,
          OnBuildInstruction,
          ShellInstruction,
          StopSignalInstruction,
          UserInstruction,
          VolumeInstruction {}

  /** Changes the stage's files, and so makes a layer. */
  sealed interface FileInstruction extends Instruction
      permits AddInstruction, CopyInstruction, RunInstruction, WorkdirInstruction {

    /** True when the layer is the same whatever is below it. */
    default boolean standsAlone() {
      return false;
    }
  }

  /** Changes neither: it declares build arguments for what follows. */
  sealed interface ScopeInstruction extends Instruction permits ArgInstruction {}
}
