package dev.kaniko.adapters.context.http;

import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * One location, asked for as often as it takes. Redirects are followed by hand, within one scheme;
 * credentials stay behind.
 */
final class HttpDownload implements AutoCloseable {
  private static final int MOST_REDIRECTS = 10;
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(60);

  private final URI location;
  private final HttpCredentials credentials;
  private final String scheme;
  private final HttpClient client;

  HttpDownload(URI location, HttpCredentials credentials, String scheme) {
    this.location = location;
    this.credentials = credentials;
    this.scheme = scheme;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(20))
            .proxy(ProxySelector.getDefault())
            .build();
  }

  /**
   * The answer with the content from a byte on; its body is the caller's to close.
   *
   * @param version as the server called it before, for anything but the start
   * @throws ContextNotAvailable when the server answers that it will not give it
   */
  HttpResponse<InputStream> from(long start, Optional<String> version)
      throws IOException, ContextNotAvailable {
    URI at = location;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpResponse<InputStream> response = get(at, start, version);
      int status = response.statusCode();
      if (status == 200 || status == 206) {
        return response;
      }
      try (InputStream _ = response.body()) {
        at = next(at, response);
      }
    }
    throw new ContextNotAvailable(this + ": more than " + MOST_REDIRECTS + " redirects");
  }

  private HttpResponse<InputStream> get(URI at, long start, Optional<String> version)
      throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(at).timeout(TIME_TO_ANSWER);
    if (credentials.areFor(at)) {
      credentials.header().ifPresent(header -> request.header(header.getKey(), header.getValue()));
    }
    if (start > 0) {
      request.header("Range", "bytes=" + start + "-");
      version.ifPresent(it -> request.header("If-Range", it));
    }
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("cancelled", e);
    }
  }

  private URI next(URI from, HttpResponse<?> response) throws IOException, ContextNotAvailable {
    int status = response.statusCode();
    if (status == 401 || status == 403) {
      throw new ContextNotAvailable(
          this + ": the server answers " + status,
          "give user and password in the location, or a header in KANIKO_CONTEXT_HEADER");
    }
    if (status == 429 || status >= 500) {
      throw new IOException("the server answers " + status);
    }
    if (status < 300 || status >= 400 || status == 304) {
      throw new ContextNotAvailable(this + ": the server answers " + status);
    }
    return redirected(from, response.headers().firstValue("Location").orElse(""));
  }

  private URI redirected(URI from, String to) throws ContextNotAvailable {
    URI next;
    try {
      next = from.resolve(to);
    } catch (IllegalArgumentException e) {
      throw new ContextNotAvailable(this + " redirects to what is no location");
    }
    if (next.getHost() == null || !scheme.equalsIgnoreCase(next.getScheme())) {
      throw new ContextNotAvailable(
          this
              + " redirects to "
              + ContextRequest.shown(next.toString())
              + ": only "
              + scheme
              + " is followed");
    }
    return next;
  }

  /** The location, as it may be shown. */
  @Override
  public String toString() {
    return ContextRequest.shown(location.toString());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
