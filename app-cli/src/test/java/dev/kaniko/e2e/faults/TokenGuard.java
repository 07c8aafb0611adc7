package dev.kaniko.e2e.faults;

import com.sun.net.httpserver.HttpExchange;
import dev.kaniko.adapters.registry.testkit.FaultServer;
import dev.kaniko.adapters.registry.testkit.FaultServer.Asked;
import dev.kaniko.adapters.registry.testkit.Forwarder;
import dev.kaniko.e2e.world.LocalRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A registry at an address of this machine's own, port 80, that opens for an account with a token
 * in place of a password. Tokens are numbered, and one expires after so many requests.
 */
final class TokenGuard implements AutoCloseable {
  private final String user;
  private final String token;
  private final int lifetime;
  private final List<Integer> accepted = new CopyOnWriteArrayList<>();
  private final Forwarder registry;
  private final FaultServer server;
  private final Relay relay;

  /**
   * @param token without its number
   * @param lifetime of the first token, in requests; the second does not expire
   */
  TokenGuard(LocalRegistry guarded, InetAddress address, String user, String token, int lifetime)
      throws IOException {
    this.user = user;
    this.token = token;
    this.lifetime = lifetime;
    this.registry =
        new Forwarder(
            guarded.address(), Optional.of(basic(LocalRegistry.USER, LocalRegistry.PASSWORD)));
    this.server = new FaultServer(this::answer);
    this.relay = new Relay(server.host(), address, 80);
  }

  /** The numbers of the tokens that opened it, one for each request. */
  List<Integer> accepted() {
    return accepted;
  }

  static String basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  private void answer(HttpExchange exchange, Asked asked) throws IOException {
    int current = accepted.size() < lifetime ? 1 : 2;
    if (asked.authorization().equals(basic(user, token + current))) {
      accepted.add(current);
      registry.answer(exchange, asked);
    } else {
      FaultServer.reply(exchange, 401, "no", "WWW-Authenticate", "Basic realm=\"guarded\"");
    }
  }

  @Override
  public void close() throws IOException {
    relay.close();
    server.close();
    registry.close();
  }
}
