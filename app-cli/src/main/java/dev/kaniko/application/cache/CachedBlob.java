package dev.kaniko.application.cache;

import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.layer.Blob;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The bytes of a cached layer. Tells when they cannot be had, or are not the right ones.
 *
 * @param failed is run then, before the failure is passed on
 */
record CachedBlob(Blob blob, Runnable failed) implements Blob {

  @Override
  public InputStream open() throws IOException {
    try {
      return new Watched(blob.open());
    } catch (IOException | BuildFailure e) {
      failed.run();
      throw e;
    }
  }

  @Override
  public Optional<Path> file() {
    return blob.file();
  }

  @Override
  public Optional<ImageReference> origin() {
    return blob.origin();
  }

  private final class Watched extends FilterInputStream {
    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException | BuildFailure e) {
        failed.run();
        throw e;
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return super.read(into, offset, length);
      } catch (IOException | BuildFailure e) {
        failed.run();
        throw e;
      }
    }
  }
}
