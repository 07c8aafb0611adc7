package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.adapters.rootfs.decompression.MalformedStream;
import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reports damage as a failure that names what is damaged; other failures come through. */
final class NamedTarReader implements TarReader {
  private final TarReader reader;
  private final String subject;

  NamedTarReader(TarReader reader, String subject) {
    this.reader = reader;
    this.subject = subject;
  }

  @Override
  public Optional<TarEntry> next() throws IOException {
    try {
      return reader.next();
    } catch (MalformedTar | MalformedStream e) {
      throw unsafe(e);
    }
  }

  @Override
  public InputStream content() {
    return new Content(reader.content());
  }

  private UnsafeContentFailure unsafe(IOException e) {
    return new UnsafeContentFailure(subject, e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private final class Content extends InputStream {
    private final InputStream content;

    Content(InputStream content) {
      this.content = content;
    }

    @Override
    public int read() throws IOException {
      try {
        return content.read();
      } catch (MalformedTar | MalformedStream e) {
        throw unsafe(e);
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return content.read(bytes, offset, length);
      } catch (MalformedTar | MalformedStream e) {
        throw unsafe(e);
      }
    }
  }
}
