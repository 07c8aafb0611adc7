package dev.kaniko.plugins.azure;

import dev.kaniko.ports.context.ContextNotAvailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The content of a blob; where a connection breaks, the rest of the same version is asked for. */
final class BlobStream extends InputStream {
  /** Attempts without a byte in between. */
  private static final int PATIENCE = 4;

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final BlobClient client;
  private final LongConsumer progress;
  private InputStream content = InputStream.nullInputStream();
  private Optional<String> version = Optional.empty();
  private long length;
  private long count;
  private int failures;

  private BlobStream(BlobClient client, LongConsumer progress) {
    this.client = client;
    this.progress = progress;
  }

  /** Takes the client over: closing the stream closes it. */
  static BlobStream open(BlobClient client, LongConsumer progress)
      throws IOException, ContextNotAvailable {
    BlobStream stream = new BlobStream(client, progress);
    try {
      stream.connect();
      return stream;
    } catch (IOException | ContextNotAvailable e) {
      client.close();
      throw e;
    }
  }

  private void connect() throws IOException, ContextNotAvailable {
    while (true) {
      try {
        HttpResponse<InputStream> response = client.get(count, version);
        content = response.body();
        if (count == 0) {
          version = response.headers().firstValue("ETag");
          length = response.headers().firstValueAsLong("Content-Length").orElse(0);
        }
        return;
      } catch (IOException e) {
        pause(e);
      }
    }
  }

  private void pause(IOException cause) throws IOException {
    failures++;
    if (failures > PATIENCE || Thread.currentThread().isInterrupted()) {
      String why =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      throw new IOException(count == 0 ? why : why + " (after " + count + " bytes)", cause);
    }
    try {
      Thread.sleep(PAUSE.multipliedBy(failures));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("cancelled", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int size) throws IOException {
    while (true) {
      try {
        int read = content.read(bytes, offset, size);
        if (read < 0 && count < length) {
          throw new IOException("the connection ended too soon");
        }
        if (read > 0) {
          count += read;
          failures = 0;
          progress.accept(count);
        }
        return read;
      } catch (IOException e) {
        resume(e);
      }
    }
  }

  private void resume(IOException cause) throws IOException {
    content.close();
    pause(cause);
    try {
      connect();
    } catch (ContextNotAvailable e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
    client.close();
  }
}
