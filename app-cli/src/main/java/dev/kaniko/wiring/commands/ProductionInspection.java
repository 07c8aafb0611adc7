package dev.kaniko.wiring.commands;

import dev.kaniko.adapters.registry.Registries;
import dev.kaniko.adapters.registry.names.CapturedResolverProvider;
import dev.kaniko.application.NamedContext;
import dev.kaniko.application.check.CheckDockerfile;
import dev.kaniko.application.check.CheckRequest;
import dev.kaniko.application.context.DockerfileLocator.Located;
import dev.kaniko.application.context.DockerfileLocator.TextFile;
import dev.kaniko.application.inspect.DockerfilePlan;
import dev.kaniko.application.inspect.PlanDockerfile;
import dev.kaniko.cli.flags.RegistryFlags;
import dev.kaniko.cli.inspect.InspectOptions;
import dev.kaniko.cli.inspect.Inspection;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.domain.check.CheckResult;
import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.dockerfile.ParsedDockerfile;
import dev.kaniko.domain.pattern.IgnorePatterns;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.plugin.Extensions;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.wiring.parts.ChosenCredentialHelpers;
import dev.kaniko.wiring.parts.ProductionPlugins;
import dev.kaniko.wiring.parts.RegistryAccess;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks at Dockerfiles with the real adapters, of which it makes as few as it can. */
public final class ProductionInspection implements Inspection {

  @Override
  public CheckResult check(
      InspectOptions options, Surroundings surroundings, Consumer<TextFile> found)
      throws InterruptedException {
    CapturedResolverProvider.capture();
    BuildListener listener = ProductionExamination.listener(surroundings);
    try (InspectedContext context = new InspectedContext(options, surroundings, listener)) {
      Located located = context.locate();
      found.accept(located.dockerfile());
      CheckRequest request =
          new CheckRequest(
              options.buildArgs(),
              options.target(),
              true,
              options.platform(),
              new UnreadContexts(context.trees()).of(options.namedContexts()),
              located.ignoreFile().map(ProductionInspection::patterns),
              options.ignoreSyntax());
      TextFile file = located.dockerfile();
      if (options.registry().isEmpty()) {
        return new CheckDockerfile(request, Optional.empty(), true)
            .check(file.name(), file.bytes());
      }
      RegistryFlags registry = options.registry().get();
      try (Extensions extensions = extensions(options, surroundings, listener);
          Registries registries =
              new Registries(
                  RegistryAccess.options(registry, surroundings.environment()),
                  ChosenCredentialHelpers.of(extensions, registry.pull.credentialHelpers),
                  listener,
                  RegistryAccess.attempts(registry))) {
        return new CheckDockerfile(request, Optional.of(registries), true)
            .check(file.name(), file.bytes());
      }
    }
  }

  @Override
  public DockerfilePlan plan(
      InspectOptions options, Surroundings surroundings, Consumer<TextFile> found)
      throws InterruptedException {
    try (InspectedContext context =
        new InspectedContext(options, surroundings, ProductionExamination.listener(surroundings))) {
      TextFile file = context.locate().dockerfile();
      found.accept(file);
      ParsedDockerfile parsed =
          options.ignoreSyntax()
              ? DockerfileParser.parseIgnoringSyntax(file.name(), file.bytes())
              : DockerfileParser.parse(file.name(), file.bytes());
      Map<String, NamedContext> namedContexts =
          new UnreadContexts(context.trees()).of(options.namedContexts());
      requireNoMistakes(parsed, options, namedContexts);
      return new PlanDockerfile(
              parsed.dockerfile(), options.buildArgs(), options.platform(), namedContexts)
          .plan(options.target());
    } catch (InvalidDockerfile e) {
      throw new UserMistakes(e.problems());
    }
  }

  /** What keeps a build from beginning keeps it from being planned. */
  private static void requireNoMistakes(
      ParsedDockerfile parsed, InspectOptions options, Map<String, NamedContext> namedContexts)
      throws InterruptedException {
    CheckRequest request =
        new CheckRequest(
            options.buildArgs(),
            options.target(),
            false,
            options.platform(),
            namedContexts,
            Optional.empty(),
            options.ignoreSyntax());
    CheckResult result = new CheckDockerfile(request, Optional.empty(), true).check(parsed);
    if (!result.problems().isEmpty()) {
      throw new UserMistakes(result.problems());
    }
  }

  private static IgnorePatterns patterns(TextFile file) {
    try {
      return IgnorePatterns.parse(file.name(), file.bytes());
    } catch (InvalidDockerfile e) {
      throw new UserMistakes(e.problems());
    }
  }

  static Extensions extensions(
      InspectOptions options, Surroundings surroundings, BuildListener listener) {
    return new ProductionPlugins()
        .open(
            List.copyOf(options.pluginDirectories()),
            options.workDirectory(),
            surroundings,
            listener);
  }
}
