package dev.kaniko.adapters.context.http;

import dev.kaniko.ports.context.ContextNotAvailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** A download that asks for the rest of the same content where a connection breaks. */
final class ResumingStream extends InputStream {
  /** Attempts without a byte in between. */
  private static final int PATIENCE = 4;

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final HttpDownload download;
  private final LongConsumer progress;
  private InputStream content = InputStream.nullInputStream();
  private Optional<String> version = Optional.empty();
  private OptionalLong length = OptionalLong.empty();
  private long count;
  private int failures;

  private ResumingStream(HttpDownload download, LongConsumer progress) {
    this.download = download;
    this.progress = progress;
  }

  /** Takes the download over: closing the stream closes it. */
  static ResumingStream open(HttpDownload download, LongConsumer progress)
      throws IOException, ContextNotAvailable {
    ResumingStream stream = new ResumingStream(download, progress);
    try {
      stream.connect();
      return stream;
    } catch (IOException | ContextNotAvailable e) {
      download.close();
      throw e;
    }
  }

  private void connect() throws IOException, ContextNotAvailable {
    while (true) {
      try {
        HttpResponse<InputStream> response = download.from(count, version);
        content = response.body();
        if (count == 0) {
          version = response.headers().firstValue("ETag").filter(tag -> !tag.startsWith("W/"));
          length = response.headers().firstValueAsLong("Content-Length");
        } else if (response.statusCode() != 206) {
          throw new ContextNotAvailable(
              download + " broke off after " + count + " bytes, and the server cannot resume");
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
      String why = cause instanceof ConnectException ? "nothing answers there" : cause.toString();
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
        if (read < 0 && count < length.orElse(0)) {
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
    download.close();
  }
}
