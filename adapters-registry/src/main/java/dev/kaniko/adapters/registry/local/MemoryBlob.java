package dev.kaniko.adapters.registry.local;

import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.layer.Blob;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** What is small enough to be kept in memory: a document, a statement. */
public final class MemoryBlob implements Blob {
  private final byte[] bytes;

  /**
   * @param bytes not changed by anybody from now on
   */
  public MemoryBlob(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Of UTF-8. */
  public static MemoryBlob of(String text) {
    return new MemoryBlob(text.getBytes(StandardCharsets.UTF_8));
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
