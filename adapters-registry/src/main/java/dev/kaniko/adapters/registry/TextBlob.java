package dev.kaniko.adapters.registry;

import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.layer.Blob;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A document that is pushed as a blob. */
record TextBlob(String text) implements Blob {

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
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
