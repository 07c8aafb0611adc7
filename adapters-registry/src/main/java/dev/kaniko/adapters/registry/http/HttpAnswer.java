package dev.kaniko.adapters.registry.http;

import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/** The answer to a request; whoever has it closes it, which ends the transfer. */
public final class HttpAnswer implements AutoCloseable {
  /** Bytes that arrive sooner than a new connection would stand: a length of four digits. */
  private static final int WORTH_READING = 9999;

  private final URI uri;
  private final int status;
  private final HttpHeaders headers;
  private final InputStream body;

  HttpAnswer(URI uri, int status, HttpHeaders headers, InputStream body) {
    this.uri = uri;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Where it came from, after redirects. */
  public URI uri() {
    return uri;
  }

  public int status() {
    return status;
  }

  /** True for 200 to 299. */
  public boolean succeeded() {
    return status >= 200 && status < 300;
  }

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  public List<String> headers(String name) {
    return headers.allValues(name);
  }

  /** Not to be closed by itself. */
  public InputStream body() {
    return body;
  }

  /**
   * The whole body.
   *
   * @param most bytes; more are an {@link UnsafeContentFailure}
   * @param subject what the body is, for the message
   */
  public byte[] bytes(int most, String subject) throws IOException {
    byte[] bytes = body.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new UnsafeContentFailure(subject, "is larger than " + most + " bytes");
    }
    return bytes;
  }

  /** The first bytes of the body, at most {@code most}. */
  public byte[] start(int most) throws IOException {
    return body.readNBytes(most);
  }

  /** Reads what little may be left, so that the connection can be used again. */
  @Override
  public void close() {
    try (body) {
      if (header("Content-Length").orElse("").matches("[0-9]{1,4}")) {
        body.readNBytes(WORTH_READING);
      }
    } catch (IOException e) {
      // Nobody wants what was left; the connection is given up with it.
      return;
    }
  }
}
