package dev.kaniko.domain.check;

import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.instruction.ArgInstruction.BuildArg;
import dev.kaniko.domain.stage.Scope;
import java.util.Optional;

/** What of a build the checks depend on, besides the Dockerfile. */
public interface CheckedBuild {
  /** What FROM can use. */
  Scope global();

  /** The same if no build argument were given; empty when a default is malformed. */
  Optional<Scope> defaults();

  /**
   * The value of {@code arg} where a stage declares it.
   *
   * @throws dev.kaniko.domain.dockerfile.expansion.ExpansionException when its default is malformed
   */
  Optional<String> valueOf(BuildArg arg, Expansion expansion);

  CheckedBase baseOf(Stage stage);

  /** Whether the ignore file keeps all that {@code source} can name out of the context. */
  boolean ignores(String source);
}
