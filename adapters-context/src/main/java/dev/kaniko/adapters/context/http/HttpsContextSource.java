package dev.kaniko.adapters.context.http;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.ContextSource;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.pf4j.Extension;

/**
 * An archive at an {@code https://} location. User and password may stand in the location, or
 * KANIKO_CONTEXT_HEADER has a header for the request, as {@code Authorization: Bearer …}; both are
 * for the server that the location names, and for none that it redirects to.
 */
@Extension
public final class HttpsContextSource implements ContextSource {
  private final Map<String, String> environment;
  private final String scheme;

  public HttpsContextSource(Map<String, String> environment) {
    this(environment, "https");
  }

  /**
   * @param scheme that locations have, and redirects may lead to
   */
  HttpsContextSource(Map<String, String> environment, String scheme) {
    this.environment = Map.copyOf(environment);
    this.scheme = scheme;
  }

  @Override
  public boolean serves(String location) {
    return location.toLowerCase(Locale.ROOT).startsWith(scheme + "://");
  }

  @Override
  public ContextContent fetch(ContextRequest request) throws IOException, ContextNotAvailable {
    URI location;
    try {
      location = URI.create(request.location());
    } catch (IllegalArgumentException e) {
      // Without the cause, whose message has all of the location in it.
      throw new ContextNotAvailable(
          "the build context " + request.shownLocation() + " is no location",
          "write blanks and the like as %20");
    }
    if (location.getHost() == null) {
      throw new ContextNotAvailable(
          "the build context " + request.shownLocation() + " names no host");
    }
    HttpDownload download =
        new HttpDownload(location, HttpCredentials.of(location, environment), scheme);
    return new ContextContent.Archive(ResumingStream.open(download, request.progress()));
  }
}
