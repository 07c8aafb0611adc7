package dev.kaniko.adapters.registry.base;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.layer.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** A blob that may be in a layout, and is in a registry. */
record LayoutFirstBlob(BaseLayout layout, Descriptor descriptor, Blob remote) implements Blob {

  // Whoever asked closes the stream.
  @SuppressWarnings("MustBeClosedChecker")
  @Override
  public InputStream open() throws IOException {
    Optional<InputStream> here = layout.open(descriptor);
    return here.isPresent() ? here.get() : remote.open();
  }

  /** Others can write to the file: its bytes are checked each time they are read. */
  @Override
  public Optional<Path> file() {
    return Optional.empty();
  }

  @Override
  public Optional<ImageReference> origin() {
    return remote.origin();
  }
}
