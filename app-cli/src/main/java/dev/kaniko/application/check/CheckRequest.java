package dev.kaniko.application.check;

import dev.kaniko.application.NamedContext;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.pattern.IgnorePatterns;
import java.util.Map;
import java.util.Optional;

/**
 * What a Dockerfile is checked with.
 *
 * @param buildArgs of the command line
 * @param target name of the stage to look into, with all that it needs
 * @param allStages whether every stage is looked into when no target is named, rather than the last
 * @param platform what is built for
 * @param namedContexts what names of the Dockerfile stand for
 * @param ignored what is left out of the context
 * @param ignoreSyntax whether a file's {@code # syntax=} does not count
 */
public record CheckRequest(
    Map<String, String> buildArgs,
    Optional<String> target,
    boolean allStages,
    Platform platform,
    Map<String, NamedContext> namedContexts,
    Optional<IgnorePatterns> ignored,
    boolean ignoreSyntax) {
  public CheckRequest {
    buildArgs = Map.copyOf(buildArgs);
    namedContexts = Map.copyOf(namedContexts);
  }
}
