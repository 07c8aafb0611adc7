package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.layer.Blob;
import dev.kaniko.ports.layer.VerifiedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A blob in a file of this machine that this build has written. */
record FileBlob(Path path, Descriptor descriptor) implements Blob {

  @Override
  public InputStream open() throws IOException {
    return new VerifiedInputStream(
        Files.newInputStream(path), descriptor.digest(), descriptor.size());
  }

  @Override
  public Optional<Path> file() {
    return Optional.of(path);
  }

  @Override
  public Optional<ImageReference> origin() {
    return Optional.empty();
  }
}
