package dev.kaniko.adapters.context.http;

import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.context.RemoteFiles;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.listener.BuildListener.Transfer;
import dev.kaniko.ports.listener.BuildListener.TransferKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Downloads with the JDK's client, which is made at the first use.
 *
 * <p>Redirects are followed by hand: only to http and https, and never from https to http.
 */
public final class HttpRemoteFiles implements RemoteFiles, AutoCloseable {
  private static final int MOST_REDIRECTS = 10;
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(60);

  /** What BuildKit calls a file whose location has no last component. */
  private static final String NAMELESS = "context";

  private final Path directory;
  private final ProxySelector proxies;
  private final BuildListener listener;
  private HttpClient client;

  /**
   * @param directory exists; downloads are left in it
   */
  public HttpRemoteFiles(Path directory, ProxySelector proxies, BuildListener listener) {
    this.directory = directory;
    this.proxies = proxies;
    this.listener = listener;
  }

  @Override
  public RemoteFile fetch(URI location, long largest) {
    URI at = location;
    String name = nameOf(location);
    try {
      for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
        HttpResponse<InputStream> response = get(at);
        try (InputStream body = response.body()) {
          Optional<URI> next = redirect(at, response);
          if (next.isEmpty()) {
            Path file = save(location, response, new LimitedBody(body, largest, shown(location)));
            return new RemoteFile(
                name, () -> Files.newInputStream(file), Files.size(file), lastModified(response));
          }
          at = next.get();
        }
      }
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot download " + shown(location) + ": " + reason(e), e);
    }
    throw new UnsafeContentFailure(shown(location), "more than " + MOST_REDIRECTS + " redirects");
  }

  private HttpResponse<InputStream> get(URI location) throws IOException {
    if (location.getHost() == null || !isHttp(location)) {
      throw new UserMistakes(
          Problem.general(
              "cannot download " + shown(location) + ": not an http or https location"));
    }
    HttpRequest request = HttpRequest.newBuilder(location).timeout(TIME_TO_ANSWER).build();
    try {
      return client().send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("cancelled", e);
    }
  }

  private static boolean isHttp(URI location) {
    String scheme = location.getScheme().toLowerCase(Locale.ROOT);
    return scheme.equals("http") || scheme.equals("https");
  }

  private Optional<URI> redirect(URI from, HttpResponse<InputStream> response) {
    return switch (response.statusCode()) {
      case 301, 302, 303, 307, 308 -> {
        String to =
            response
                .headers()
                .firstValue("Location")
                .orElseThrow(
                    () -> new UnsafeContentFailure(shown(from), "a redirect that leads nowhere"));
        yield Optional.of(redirect(from, to));
      }
      default -> Optional.empty();
    };
  }

  private static URI redirect(URI from, String to) {
    URI next;
    try {
      next = from.resolve(to);
    } catch (IllegalArgumentException e) {
      throw new UnsafeContentFailure(shown(from), "redirects to what is no location", e);
    }
    if (next.getScheme() == null || next.getHost() == null || !isHttp(next)) {
      throw new UnsafeContentFailure(shown(from), "redirects to " + shown(next));
    }
    if (from.getScheme().equalsIgnoreCase("https") && !next.getScheme().equalsIgnoreCase("https")) {
      throw new UnsafeContentFailure(
          shown(from), "redirects from https to " + shown(next) + ", which anybody could change");
    }
    return next;
  }

  private Path save(URI location, HttpResponse<InputStream> response, LimitedBody body)
      throws IOException {
    if (response.statusCode() != 200) {
      throw new UserMistakes(
          Problem.general(
              "cannot download "
                  + shown(location)
                  + ": the server answers "
                  + response.statusCode()));
    }
    OptionalLong size = response.headers().firstValueAsLong("Content-Length");
    if (size.isPresent()) {
      body.announced(size.getAsLong());
    }
    Path file = Files.createTempFile(directory, "download", "");
    try (OutputStream out = Files.newOutputStream(file);
        Transfer transfer =
            listener.transferStarted(TransferKind.DOWNLOAD, shown(location), size)) {
      copy(body, out, transfer);
    } catch (IOException | RuntimeException e) {
      Files.delete(file);
      throw e;
    }
    return file;
  }

  private static void copy(InputStream from, OutputStream to, Transfer transfer)
      throws IOException {
    byte[] buffer = new byte[64 << 10];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      to.write(buffer, 0, read);
      transfer.advance(read);
    }
  }

  /** The last component of the path as written; what the server proposes is not listened to. */
  private static String nameOf(URI location) {
    String path = Optional.ofNullable(location.getPath()).orElse("");
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.indexOf('\0') >= 0) {
      throw new UserMistakes(
          Problem.general("cannot download " + shown(location) + ": no file can be called that"));
    }
    boolean usable = !name.isEmpty() && !name.equals(".") && !name.equals("..");
    return usable ? name : NAMELESS;
  }

  private static Optional<Instant> lastModified(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Last-Modified")
        .flatMap(
            text -> {
              try {
                return Optional.of(
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
              } catch (DateTimeException e) {
                // A date that cannot be read counts as none, as everywhere on the web.
                return Optional.empty();
              }
            });
  }

  /** Without user and password, which a location may hold. */
  private static String shown(URI location) {
    if (location.getRawUserInfo() == null) {
      return location.toString();
    }
    return location.toString().replace(location.getRawUserInfo() + "@", "");
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(Duration.ofSeconds(20))
              .proxy(proxies)
              .build();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
