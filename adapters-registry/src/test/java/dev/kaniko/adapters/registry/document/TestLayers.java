package dev.kaniko.adapters.registry.document;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.ports.layer.Blob;
import dev.kaniko.ports.layer.ImageLayer;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Layers for documents, whose bytes nobody asks for. */
final class TestLayers {
  private TestLayers() {}

  static ImageLayer gzip(Digest diffId) {
    return of(
        new Descriptor(MediaTypes.DOCKER_LAYER_GZIP, Digest.sha256(diffId + " packed"), 10),
        diffId);
  }

  static ImageLayer of(Descriptor descriptor, Digest diffId) {
    return new ImageLayer(descriptor, diffId, new NoContent());
  }

  private record NoContent() implements Blob {
    @Override
    public InputStream open() {
      throw new AssertionError("documents do not read layers");
    }

    @Override
    public Optional<Path> file() {
      return Optional.empty();
    }

    @Override
    public Optional<ImageReference> origin() {
      return Optional.empty();
    }
  }
}
