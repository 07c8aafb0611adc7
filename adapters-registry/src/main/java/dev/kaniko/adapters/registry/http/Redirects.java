package dev.kaniko.adapters.registry.http;

import dev.kaniko.adapters.registry.network.Hosts;
import dev.kaniko.adapters.registry.network.Locations;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Sends requests and follows redirects. From the first redirect to another origin on, no
 * credentials are sent any more, not even if the way leads back.
 */
public final class Redirects {
  private static final int MOST = 5;

  private final HttpTransport transport;
  private final Locations locations;

  public Redirects(HttpTransport transport, Locations locations) {
    this.transport = transport;
    this.locations = locations;
  }

  /**
   * @throws dev.kaniko.ports.failure.RegistryFailure when a redirect leads where it must not
   */
  public HttpAnswer send(HttpCall call) throws IOException {
    HttpCall next = call;
    for (int followed = 0; ; followed++) {
      HttpAnswer answer = transport.send(next);
      Optional<String> location = answer.header("Location");
      if (!isRedirect(answer.status(), call.method()) || location.isEmpty()) {
        return answer;
      }
      answer.close();
      if (followed == MOST) {
        throw new IOException("more than " + MOST + " redirects");
      }
      URI target = locations.accept(next.uri(), location.get(), "redirect", call.access());
      // What is near is judged by where the request was first sent, not by the last hop.
      locations.accept(call.uri(), target.toString(), "redirect", call.access());
      next =
          Hosts.sameOrigin(next.uri(), target)
              ? next.to(target)
              : next.to(target).withoutCredentials();
    }
  }

  /** Methods other than GET and HEAD are only repeated where the status asks for that. */
  private static boolean isRedirect(int status, String method) {
    return switch (status) {
      case 301, 302, 303 -> method.equals("GET") || method.equals("HEAD");
      case 307, 308 -> true;
      default -> false;
    };
  }
}
