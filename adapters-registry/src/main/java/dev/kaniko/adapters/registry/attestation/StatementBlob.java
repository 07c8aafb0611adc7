package dev.kaniko.adapters.registry.attestation;

import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.layer.Blob;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** A statement, which is small enough to be kept in memory. */
final class StatementBlob implements Blob {
  private final byte[] bytes;

  StatementBlob(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
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
