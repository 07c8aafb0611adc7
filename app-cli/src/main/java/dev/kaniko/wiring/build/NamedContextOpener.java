package dev.kaniko.wiring.build;

import dev.kaniko.adapters.registry.local.DockerArchiveImage;
import dev.kaniko.adapters.registry.local.OciLayoutImage;
import dev.kaniko.application.NamedContext;
import dev.kaniko.application.context.NamedDirectories;
import dev.kaniko.cli.options.NamedContexts;
import dev.kaniko.cli.options.NamedContexts.Meaning;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.listener.BuildListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Opens what {@code --build-context} names, before anything is built. */
final class NamedContextOpener {
  private final BuildAdapters adapters;
  private final BuildListener listener;

  NamedContextOpener(BuildAdapters adapters, BuildListener listener) {
    this.adapters = adapters;
    this.listener = listener;
  }

  Map<String, NamedContext> open(NamedContexts contexts) {
    Map<String, NamedContext> opened = new TreeMap<>();
    contexts.meanings().forEach((name, meaning) -> opened.put(name, open(name, meaning)));
    return opened;
  }

  private NamedContext open(String name, Meaning meaning) {
    return switch (meaning) {
      case NamedContexts.Directory(Path directory) ->
          new NamedDirectories(adapters.directories()).open(directory);
      case NamedContexts.Remote(String location) ->
          new NamedContext.Files(
              adapters
                  .contexts()
                  .open(location, "", "error resolving the build context " + name, listener)
                  .files());
      case NamedContexts.Image image -> new NamedContext.Image(image.reference());
      case NamedContexts.Scratch _ -> new NamedContext.Empty();
      case NamedContexts.Layout layout ->
          new NamedContext.Stored(
              new OciLayoutImage(
                  adapters.directories().open(layout.directory()),
                  layout.directory().toString(),
                  layout.tag(),
                  layout.digest()));
      case NamedContexts.Archive archive ->
          new NamedContext.Stored(
              new DockerArchiveImage(
                  unpacked(archive.file()), archive.file().toString(), archive.image()));
    };
  }

  private FileTree unpacked(Path archive) {
    Path directory = adapters.newDirectory();
    try (InputStream stream = Files.newInputStream(archive)) {
      adapters.ports().archives().unpack(stream, archive.toString(), directory);
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot read " + archive + ": " + e.getMessage(), e);
    }
    return adapters.directories().open(directory);
  }
}
