package dev.kaniko.adapters.registry.local;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.layer.Blob;
import dev.kaniko.ports.layer.VerifiedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** A file of a layout that others may write to: its bytes are checked each time they are read. */
public record LayoutBlob(Path path, Descriptor descriptor) implements Blob {
  @Override
  public InputStream open() throws IOException {
    return new VerifiedInputStream(
        Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS),
        descriptor.digest(),
        descriptor.size());
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
