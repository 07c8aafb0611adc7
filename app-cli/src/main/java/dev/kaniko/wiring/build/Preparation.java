package dev.kaniko.wiring.build;

import dev.kaniko.application.AttestationRequest;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.NamedContext;
import dev.kaniko.application.check.CheckDockerfile;
import dev.kaniko.application.check.CheckRequest;
import dev.kaniko.application.context.DockerfileLocator;
import dev.kaniko.application.context.DockerfileLocator.Located;
import dev.kaniko.application.context.DockerfileLocator.TextFile;
import dev.kaniko.application.context.OpenedContext;
import dev.kaniko.cli.Executor.DockerfileText;
import dev.kaniko.cli.log.ConsoleListener;
import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.domain.check.CheckResult;
import dev.kaniko.domain.check.Violation;
import dev.kaniko.domain.copy.FilteredTree;
import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.dockerfile.ParsedDockerfile;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.pattern.IgnorePatterns;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.UserMistakes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds out what is to be built: opens the context, reads the Dockerfile and checks it. */
final class Preparation {
  private final BuildOptions options;
  private final Surroundings surroundings;
  private final BuildAdapters adapters;
  private final ConsoleListener listener;

  Preparation(
      BuildOptions options,
      Surroundings surroundings,
      BuildAdapters adapters,
      ConsoleListener listener) {
    this.options = options;
    this.surroundings = surroundings;
    this.adapters = adapters;
    this.listener = listener;
  }

  /**
   * @throws UserMistakes with what keeps the build from beginning
   */
  BuildRequest request(DockerfileText found) throws InterruptedException {
    OpenedContext context =
        adapters
            .contexts()
            .open(
                options.context(),
                options.contextSubPath(),
                "error resolving source context",
                listener);
    Located located =
        new DockerfileLocator(
                context, surroundings.currentDirectory(), adapters.ports().remoteFiles())
            .locate(options.dockerfile());
    found.found(located.dockerfile());
    Optional<IgnorePatterns> ignored = ignored(located);
    ParsedDockerfile parsed = parsed(located.dockerfile(), options.ignoreSyntax());
    Map<String, NamedContext> named =
        new NamedContextOpener(adapters, listener).open(options.namedContexts());
    parsed.warnings().forEach(listener::warn);
    check(parsed, ignored, named);
    FileTree files =
        ignored
            .<FileTree>map(patterns -> new FilteredTree(context.files(), patterns))
            .orElse(context.files());
    return request(parsed.dockerfile(), files, named, located.dockerfile());
  }

  private static ParsedDockerfile parsed(TextFile file, boolean ignoreSyntax) {
    try {
      return ignoreSyntax
          ? DockerfileParser.parseIgnoringSyntax(file.name(), file.bytes())
          : DockerfileParser.parse(file.name(), file.bytes());
    } catch (InvalidDockerfile e) {
      throw new UserMistakes(e.problems());
    }
  }

  private static Optional<IgnorePatterns> ignored(Located located) {
    try {
      return located.ignoreFile().map(file -> IgnorePatterns.parse(file.name(), file.bytes()));
    } catch (InvalidDockerfile e) {
      throw new UserMistakes(e.problems());
    }
  }

  /** What the checks find is a warning, unless the Dockerfile says that it is an error. */
  private void check(
      ParsedDockerfile parsed, Optional<IgnorePatterns> ignored, Map<String, NamedContext> named)
      throws InterruptedException {
    Set<Violation> violations = new LinkedHashSet<>();
    Set<Problem> problems = new LinkedHashSet<>();
    for (Platform platform : options.platforms()) {
      CheckRequest request =
          new CheckRequest(
              options.buildArgs(),
              options.target(),
              false,
              platform,
              named,
              ignored,
              options.ignoreSyntax());
      CheckResult result =
          new CheckDockerfile(request, Optional.of(adapters.ports().registry()), false)
              .check(parsed);
      violations.addAll(result.violations());
      problems.addAll(result.problems());
    }
    violations.forEach(violation -> listener.warn(violation.warning()));
    if (!problems.isEmpty()) {
      throw new UserMistakes(List.copyOf(problems));
    }
  }

  private BuildRequest request(
      Dockerfile dockerfile, FileTree context, Map<String, NamedContext> named, TextFile source) {
    return new BuildRequest(
        dockerfile,
        context,
        named,
        options.buildArgs(),
        options.mounts().secrets(),
        options.target(),
        new TreeMap<>(options.labels()),
        options.annotations(),
        options.platforms(),
        options.index(),
        new AttestationRequest(
            options.attestations().packages(),
            options.attestations().provenance(),
            options.destinations(),
            options.context(),
            options.dockerfile(),
            new String(source.bytes(), StandardCharsets.UTF_8)),
        options.format(),
        options.compression(),
        options.compressionLevel(),
        options.singleSnapshot(),
        options.reproducible(),
        options.isolation().ignoredPaths());
  }
}
