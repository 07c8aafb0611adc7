package dev.kaniko.adapters.registry.http;

import dev.kaniko.adapters.registry.json.Excerpt;
import dev.kaniko.ports.failure.RegistryFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/** Says what went wrong with a registry, and what can be done. */
public final class RegistryFailures {
  private RegistryFailures() {}

  /**
   * For an answer that is none of those hoped for; closes it.
   *
   * @param credentials which were used and where they are from, for answers that are about them
   */
  public static RegistryFailure refused(Purpose purpose, HttpAnswer answer, String credentials) {
    String words = RegistryMessage.in(answer);
    int status = answer.status();
    answer.close();
    return new RegistryFailure(
        purpose.registry(),
        OptionalInt.of(status),
        text(purpose, "the answer is " + status + (words.isEmpty() ? "" : ": " + words)),
        hint(status, purpose, credentials),
        null);
  }

  /** For an answer that makes no sense. */
  public static RegistryFailure senseless(Purpose purpose, int status, String what) {
    return new RegistryFailure(
        purpose.registry(), OptionalInt.of(status), text(purpose, what), Optional.empty(), null);
  }

  /** For a connection that could not be made or that broke too often. */
  public static RegistryFailure unreachable(Purpose purpose, IOException cause) {
    String reason = reason(cause);
    return new RegistryFailure(
        purpose.registry(),
        OptionalInt.empty(),
        text(purpose, Excerpt.of(reason)),
        hint(cause, purpose.registry()),
        cause);
  }

  private static String text(Purpose purpose, String what) {
    return purpose.name() + ": cannot " + purpose.action() + ": " + what;
  }

  private static Optional<String> hint(int status, Purpose purpose, String credentials) {
    return switch (status) {
      case 401 -> Optional.of(credentials);
      case 403 -> Optional.of(credentials + "; the account may lack the right");
      case 404 ->
          Optional.of(
              "check the name; some registries also hide what an account may not see, and some"
                  + " want a repository to be created before a push ("
                  + credentials
                  + ")");
      case 413 -> Optional.of("a proxy before the registry limits the size of uploads");
      case 429 ->
          Optional.of("the registry limits requests: log in, use a mirror, or try again later");
      default ->
          status >= 500
              ? Optional.of("the trouble is at " + purpose.registry() + "; try again later")
              : Optional.empty();
    };
  }

  /** What broke a connection, for people. */
  static String reason(IOException cause) {
    if (has(cause, UnresolvedAddressException.class::isInstance)
        || has(cause, UnknownHostException.class::isInstance)) {
      return "there is no such host";
    }
    if (cause instanceof ConnectException && cause.getMessage() == null) {
      return "the connection was refused";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static Optional<String> hint(IOException cause, String registry) {
    if (has(cause, CertificateException.class::isInstance)) {
      return Optional.of(
          "trust the registry's authority by --registry-certificate "
              + registry
              + "=FILE, or nobody's by --skip-tls-verify-registry "
              + registry);
    }
    if (has(cause, e -> e instanceof SSLException && saysPlain(e))) {
      return Optional.of(
          "if it speaks HTTP without TLS, allow it: --insecure-registry " + registry);
    }
    if (has(cause, HttpConnectTimeoutException.class::isInstance)) {
      return Optional.of("check the address; where a proxy is needed, set HTTPS_PROXY");
    }
    if (has(cause, ConnectException.class::isInstance)) {
      return Optional.of("check host and port; does anything listen there?");
    }
    return Optional.empty();
  }

  private static boolean saysPlain(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("unrecognized SSL message") || message.contains("plaintext");
  }

  private static boolean has(Throwable failure, Predicate<Throwable> wanted) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (wanted.test(cause)) {
        return true;
      }
    }
    return false;
  }
}
