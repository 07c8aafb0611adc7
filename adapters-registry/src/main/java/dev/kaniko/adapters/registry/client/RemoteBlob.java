package dev.kaniko.adapters.registry.client;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.ports.layer.Blob;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A layer that is in a registry and nowhere else; nothing is fetched before it is opened.
 *
 * @param image in whose repository it is
 */
public record RemoteBlob(BlobReader reader, ImageReference image, Descriptor descriptor)
    implements Blob {

  @Override
  public InputStream open() {
    return reader.open(Repository.of(image), descriptor);
  }

  @Override
  public Optional<Path> file() {
    return Optional.empty();
  }

  /** Foreign layers need not be in the repository that names them. */
  @Override
  public Optional<ImageReference> origin() {
    return MediaTypes.isForeignLayer(descriptor.mediaType())
        ? Optional.empty()
        : Optional.of(image);
  }
}
