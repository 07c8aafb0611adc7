package dev.kaniko.adapters.registry;

import dev.kaniko.adapters.registry.ImageResolver.Originals;
import dev.kaniko.adapters.registry.base.BaseEntry;
import dev.kaniko.adapters.registry.base.BaseStore;
import dev.kaniko.adapters.registry.client.ManifestStore.Fetched;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.cache.BaseImages;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.listener.BuildListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Copies images into an image layout, every byte as the registry has it. */
final class WarmedImages implements BaseImages {
  private final Path directory;
  private final boolean anew;
  private final Supplier<ImageResolver> registry;
  private final InstantSource clock;
  private final BuildListener listener;

  WarmedImages(
      Path directory,
      boolean anew,
      Supplier<ImageResolver> registry,
      InstantSource clock,
      BuildListener listener) {
    this.directory = directory;
    this.anew = anew;
    this.registry = registry;
    this.clock = clock;
    this.listener = listener;
  }

  @Override
  public Kept keep(ImageReference reference, Platform platform) {
    Instant asked = clock.instant();
    Originals image = registry.get().originals(reference, platform);
    try (BaseStore store = BaseStore.open(directory, anew, listener)) {
      long size = write(image, store);
      Descriptor manifest = image.documents().getLast().descriptor();
      store.enter(
          new BaseEntry(
              reference,
              platform,
              image.documents().getFirst().descriptor().digest(),
              manifest,
              asked));
      return new Kept(manifest.digest(), size, store.written());
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot keep " + reference + " in " + directory + ": " + e.getMessage(), e);
    }
  }

  /** Gives the size of the layers. Those that are not the registry's to give are left out. */
  private static long write(Originals image, BaseStore store) throws IOException {
    long size = 0;
    for (Descriptor layer : image.manifest().layers()) {
      if (layer.urls().isEmpty()) {
        store.write(layer, () -> image.blob(layer).open());
        size += layer.size();
      }
    }
    Descriptor config = image.manifest().config();
    store.write(config, () -> image.blob(config).open());
    for (Fetched document : image.documents()) {
      byte[] json = document.json().getBytes(StandardCharsets.UTF_8);
      store.write(document.descriptor(), () -> new ByteArrayInputStream(json));
    }
    return size;
  }
}
