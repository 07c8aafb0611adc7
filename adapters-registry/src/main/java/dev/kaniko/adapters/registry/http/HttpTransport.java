package dev.kaniko.adapters.registry.http;

import dev.kaniko.adapters.registry.network.EnvironmentProxies;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.registry.tls.TlsChoice;
import dev.kaniko.adapters.registry.tls.TlsContexts;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends single requests, over connections that are kept. Nothing is opened, and no certificate
 * read, before a request needs it. May be used by several threads.
 *
 * <p>HTTP/1.1 always: layers are few and large, and several connections move them faster than the
 * streams of one.
 */
public final class HttpTransport implements AutoCloseable {
  private static final Duration LONGEST_END = Duration.ofSeconds(1);

  private final RegistryOptions options;
  private final Patience patience;
  private final EnvironmentProxies proxies;
  private final TlsContexts contexts;
  private final Map<TlsChoice, HttpClient> clients = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public HttpTransport(RegistryOptions options, Patience patience) {
    this.options = options;
    this.patience = patience;
    this.proxies = new EnvironmentProxies(options.environment());
    this.contexts = new TlsContexts(options.environment());
  }

  /**
   * Sends {@code call} and waits for the head of the answer, whatever its status. Redirects are not
   * followed.
   */
  public HttpAnswer send(HttpCall call) throws IOException {
    return switch (call.body()) {
      case RequestBody.Empty() -> send(call, BodyPublishers.noBody(), patience.silence());
      case RequestBody.Text(String text) ->
          send(call, BodyPublishers.ofString(text), patience.silence());
      case RequestBody.Streamed streamed -> sendStream(call, streamed);
    };
  }

  /** Sends {@code call}, which has no body, to see whether anybody answers soon. */
  public HttpAnswer probe(HttpCall call) throws IOException {
    return send(call, BodyPublishers.noBody(), patience.probe());
  }

  private HttpAnswer send(HttpCall call, BodyPublisher body, Duration silence) throws IOException {
    CompletableFuture<HttpResponse<InputStream>> pending = start(call, body);
    try {
      return answer(pending.get(silence.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw silent(silence, e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      pending.cancel(true);
    }
  }

  private HttpAnswer sendStream(HttpCall call, RequestBody.Streamed streamed) throws IOException {
    try (DepartingBody body = new DepartingBody(streamed)) {
      CompletableFuture<HttpResponse<InputStream>> pending = start(call, body);
      try {
        return answer(whileMoving(pending, body));
      } catch (ExecutionException e) {
        throw failure(body.sourceFailure().orElse(e.getCause()));
      } catch (InterruptedException e) {
        throw interrupted();
      } finally {
        pending.cancel(true);
      }
    }
  }

  /** Waits for as long as bytes are being sent, and a while after the last. */
  private HttpResponse<InputStream> whileMoving(
      CompletableFuture<HttpResponse<InputStream>> pending, DepartingBody body)
      throws HttpTimeoutException, ExecutionException, InterruptedException {
    while (true) {
      long before = body.moved();
      try {
        return pending.get(patience.silence().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (body.moved() == before) {
          throw silent(patience.silence(), e);
        }
      }
    }
  }

  private CompletableFuture<HttpResponse<InputStream>> start(HttpCall call, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .method(call.method(), body)
            .header("User-Agent", options.userAgent());
    call.headers().forEach(request::setHeader);
    proxies
        .authorization(call.uri())
        .ifPresent(value -> request.setHeader("Proxy-Authorization", value));
    TlsChoice choice = TlsChoice.of(call.uri(), call.access(), options);
    return clients
        .computeIfAbsent(choice, this::client)
        .sendAsync(request.build(), head -> new ArrivingBody(patience.silence()));
  }

  private HttpClient client(TlsChoice choice) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(patience.connect())
        .proxy(proxies)
        .sslContext(contexts.context(choice))
        .build();
  }

  private static HttpAnswer answer(HttpResponse<InputStream> response) {
    return new HttpAnswer(
        response.uri(), response.statusCode(), response.headers(), response.body());
  }

  private static HttpTimeoutException silent(Duration silence, Throwable cause) {
    HttpTimeoutException failure =
        new HttpTimeoutException("no answer for " + silence.toSeconds() + " s");
    failure.initCause(cause);
    return failure;
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for an answer");
  }

  /** What breaks off because the build is over must not be tried again. */
  private IOException failure(Throwable cause) {
    if (closed) {
      InterruptedIOException ended = new InterruptedIOException("the build is over");
      ended.initCause(cause);
      return ended;
    }
    return asIoException(cause);
  }

  private static IOException asIoException(Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause.getMessage(), cause);
    };
  }

  /** Ends what is under way. A client's thread that is left behind delays the JVM's exit. */
  @Override
  public void close() {
    closed = true;
    clients.values().forEach(HttpClient::shutdownNow);
    clients.values().forEach(HttpTransport::awaitEnd);
    clients.clear();
  }

  private static void awaitEnd(HttpClient client) {
    try {
      client.awaitTermination(LONGEST_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
