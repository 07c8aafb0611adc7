package dev.kaniko.e2e.faults;

import com.sun.net.httpserver.HttpExchange;
import dev.kaniko.adapters.registry.testkit.FaultServer;
import dev.kaniko.adapters.registry.testkit.FaultServer.Asked;
import dev.kaniko.adapters.registry.testkit.Forwarder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** In front of a real registry; some requests in a row go wrong. */
final class FaultyRegistry implements AutoCloseable {
  private static final String TOKEN = "{\"token\": \"anything\"}";
  private static final long LATE_MILLIS = 2_000;

  private final Fault fault;
  private final int first;
  private final int last;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger faults = new AtomicInteger();
  private final Forwarder registry;
  private final FaultServer server;
  private final Relay relay;

  /**
   * @param registry host and port of the real one
   * @param first number of the request that goes wrong first, counted from 0
   * @param length how many do
   */
  FaultyRegistry(String registry, Fault fault, int first, int length) throws IOException {
    this.fault = fault;
    this.first = first;
    this.last = first + length - 1;
    this.registry = new Forwarder(registry);
    this.server = new FaultServer(this::answer);
    this.relay = new Relay(server.host());
  }

  /** {@code host:port}, as image names begin. */
  String address() {
    return relay.address();
  }

  int requests() {
    return requests.get();
  }

  int faults() {
    return faults.get();
  }

  private void answer(HttpExchange exchange, Asked asked) throws IOException {
    if (asked.target().startsWith("/token")) {
      FaultServer.reply(exchange, 200, TOKEN, "Content-Type", "application/json");
      return;
    }
    int number = requests.getAndIncrement();
    if (number < first || number > last) {
      registry.answer(exchange, asked);
      return;
    }
    faults.incrementAndGet();
    fail(exchange, asked);
  }

  private void fail(HttpExchange exchange, Asked asked) throws IOException {
    switch (fault) {
      case INTERNAL_ERROR -> FaultServer.reply(exchange, 500, "something is wrong");
      case UNAVAILABLE -> FaultServer.reply(exchange, 503, "later");
      case TOO_MANY_REQUESTS -> FaultServer.reply(exchange, 429, "later", "Retry-After", "1");
      case NOT_HEARD -> throw new IOException("not heard, on purpose");
      case ANSWER_LOST -> {
        registry.ask(exchange, asked);
        throw new IOException("lost on purpose");
      }
      case TRUNCATED -> truncate(exchange, registry.ask(exchange, asked));
      case STALLED -> {
        sleep();
        registry.answer(exchange, asked);
      }
      case RESET -> {
        relay.resetAll();
        throw new IOException("reset on purpose");
      }
      case TOKEN_EXPIRED ->
          FaultServer.reply(
              exchange,
              401,
              "expired",
              "WWW-Authenticate",
              "Bearer realm=\"http://%s/token\",service=\"registry\"".formatted(address()));
    }
  }

  private static void truncate(HttpExchange exchange, HttpResponse<byte[]> answer)
      throws IOException {
    byte[] body = answer.body();
    if (body.length == 0) {
      throw new IOException("no body to truncate");
    }
    byte[] half = Arrays.copyOf(body, body.length / 2);
    FaultServer.breakOff(exchange, answer.statusCode(), half, body.length);
  }

  private static void sleep() throws IOException {
    try {
      Thread.sleep(LATE_MILLIS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    relay.close();
    server.close();
    registry.close();
  }
}
