package dev.kaniko.adapters.registry.local;

import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.layer.Blob;
import dev.kaniko.ports.layer.VerifiedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** A layer in a file that others may write to: its bytes are checked each time they are read. */
record LocalBlob(RegularFile stored, Descriptor descriptor) implements Blob {
  @Override
  public InputStream open() throws IOException {
    return new VerifiedInputStream(stored.content().open(), descriptor.digest(), descriptor.size());
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
