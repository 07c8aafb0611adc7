package dev.kaniko.plugins.azure;

import dev.kaniko.ports.context.ContextNotAvailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Asks for one blob, or for the rest of it. Redirects are not followed: Azure's storage sends none.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/get-blob">Get Blob</a>
 */
final class BlobClient implements AutoCloseable {
  /** The oldest version that knows all that is used here. */
  private static final String VERSION = "2020-10-02";

  /** As RFC 1123 has it, with two digits for the day, which Java's own constant has not. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(60);

  private final BlobLocation blob;
  private final BlobAccess access;
  private final HttpClient client;

  BlobClient(BlobLocation blob, BlobAccess access) {
    this.blob = blob;
    this.access = access;
    this.client = AzureAccount.client(ProxySelector.getDefault(), Duration.ofSeconds(20));
  }

  /**
   * The content from a byte on; its body is the caller's to close.
   *
   * @param version the ETag that the content had before, for anything but the start
   * @throws ContextNotAvailable when the storage will not give it
   */
  HttpResponse<InputStream> get(long start, Optional<String> version)
      throws IOException, ContextNotAvailable {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("x-ms-date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
    headers.put("x-ms-version", VERSION);
    if (start > 0) {
      headers.put("range", "bytes=" + start + "-");
      version.ifPresent(tag -> headers.put("if-match", tag));
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(blob.uri()).timeout(TIME_TO_ANSWER);
    access.authorization(blob, headers).ifPresent(value -> request.header("Authorization", value));
    headers.forEach(request::header);
    HttpResponse<InputStream> response = send(request.build());
    int wanted = start > 0 ? 206 : 200;
    if (response.statusCode() != wanted) {
      try (InputStream _ = response.body()) {
        throw BlobFailure.of(blob, access, response);
      }
    }
    return response;
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("cancelled", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** The blob, as it may be shown. */
  @Override
  public String toString() {
    return blob.toString();
  }
}
