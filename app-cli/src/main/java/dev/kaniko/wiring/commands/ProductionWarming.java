package dev.kaniko.wiring.commands;

import dev.kaniko.adapters.context.http.HttpRemoteFiles;
import dev.kaniko.adapters.registry.Registries;
import dev.kaniko.adapters.registry.names.CapturedResolverProvider;
import dev.kaniko.adapters.registry.network.EnvironmentProxies;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.application.warm.ImagesOfDockerfile;
import dev.kaniko.application.warm.WantedImage;
import dev.kaniko.application.warm.WarmBases;
import dev.kaniko.application.warm.WarmBases.Outcome;
import dev.kaniko.cli.caches.WarmerOptions;
import dev.kaniko.cli.caches.Warming;
import dev.kaniko.cli.log.ConsoleListener;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.plugin.Extensions;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.wiring.parts.ChosenCredentialHelpers;
import dev.kaniko.wiring.parts.ProductionPlugins;
import dev.kaniko.wiring.parts.RegistryAccess;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Copies images with the real adapters. */
public final class ProductionWarming implements Warming {
  private static final int LARGEST = 16 * 1024 * 1024;

  @Override
  public Outcome run(WarmerOptions options, Surroundings surroundings, ConsoleListener listener) {
    CapturedResolverProvider.capture();
    ProxySelector.setDefault(new EnvironmentProxies(surroundings.environment()));
    Set<WantedImage> wanted = new LinkedHashSet<>();
    options
        .images()
        .forEach(reference -> wanted.add(new WantedImage(reference, options.platform())));
    options
        .dockerfile()
        .ifPresent(it -> wanted.addAll(imagesOf(it, options, surroundings, listener)));
    try (Extensions extensions =
            new ProductionPlugins()
                .open(List.of(), options.workDirectory(), surroundings, listener);
        Registries registries =
            new Registries(
                RegistryAccess.options(options.registry(), surroundings.environment()),
                ChosenCredentialHelpers.of(extensions, options.registry().pull.credentialHelpers),
                listener,
                RegistryAccess.attempts(options.registry()))) {
      return new WarmBases(
              registries.baseImages(options.directory(), options.anew(), surroundings.clock()),
              listener)
          .warm(wanted);
    }
  }

  private static Set<WantedImage> imagesOf(
      String dockerfile,
      WarmerOptions options,
      Surroundings surroundings,
      ConsoleListener listener) {
    try {
      byte[] bytes =
          dockerfile.matches("https?://.*")
              ? fetched(dockerfile, options, surroundings, listener)
              : bounded(
                  dockerfile,
                  Files.newInputStream(surroundings.currentDirectory().resolve(dockerfile)));
      return new ImagesOfDockerfile(
              DockerfileParser.parse(dockerfile, bytes).dockerfile(),
              options.buildArgs(),
              options.platform())
          .all();
    } catch (InvalidDockerfile e) {
      throw new UserMistakes(e.problems());
    } catch (NoSuchFileException e) {
      throw new UserMistakes(
          Problem.general("there is no Dockerfile " + dockerfile)
              .withHint("--dockerfile takes a path or an http(s) location"));
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot read " + dockerfile + ": " + e.getMessage(), e);
    }
  }

  private static byte[] fetched(
      String location, WarmerOptions options, Surroundings surroundings, ConsoleListener listener)
      throws IOException {
    try (WorkDirectory work = WorkDirectory.open(options.workDirectory())) {
      Path directory = work.newDirectory();
      ProxySelector proxies = new EnvironmentProxies(surroundings.environment());
      try (HttpRemoteFiles files = new HttpRemoteFiles(directory, proxies, listener)) {
        return bounded(location, files.fetch(URI.create(location), LARGEST).content().open());
      }
    } catch (IllegalArgumentException e) {
      throw new UserMistakes(
          Problem.general("--dockerfile " + location + " is no location: " + e.getMessage()));
    }
  }

  private static byte[] bounded(String name, InputStream content) throws IOException {
    try (content) {
      byte[] bytes = content.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new UserMistakes(Problem.general(name + " is larger than 16 MiB"));
      }
      return bytes;
    }
  }
}
