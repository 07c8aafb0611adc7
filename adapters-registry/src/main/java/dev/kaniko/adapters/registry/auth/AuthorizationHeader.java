package dev.kaniko.adapters.registry.auth;

import dev.kaniko.ports.credentials.Credential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The values of the Authorization field. */
final class AuthorizationHeader {
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  private AuthorizationHeader() {}

  /** RFC 7617; empty for credentials that are no password. */
  static Optional<String> basic(Credential credential) {
    return switch (credential) {
      case Credential.UserPassword(String user, String password) -> {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        yield Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
      }
      case Credential.IdentityToken token -> Optional.empty();
      case Credential.RegistryToken token -> Optional.empty();
    };
  }

  /** RFC 6750. */
  static String bearer(String token) {
    return "Bearer " + token;
  }

  /** True for what can stand in a header. */
  static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }
}
