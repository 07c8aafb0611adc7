package dev.kaniko.adapters.credentials.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaniko.ports.credentials.Credential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One entry of a config's {@code auths}. */
final class AuthEntry {
  private static final List<String> FIELDS =
      List.of("auth", "username", "password", "identitytoken", "registrytoken");

  /** The user's name that says that the password is an identity token. */
  private static final String TOKEN_USER = "<token>";

  private AuthEntry() {}

  /** Docker leaves empty entries behind for registries whose credentials a program keeps. */
  static boolean holdsSomething(JsonNode entry) {
    return FIELDS.stream()
        .map(entry::path)
        .anyMatch(
            value ->
                !value.isMissingNode()
                    && !value.isNull()
                    && !(value.isTextual() && value.textValue().isEmpty()));
  }

  /**
   * @param name of the entry, for messages
   * @throws IOException when the entry is malformed; the message repeats no value
   */
  static Optional<Credential> credential(JsonNode entry, String name) throws IOException {
    Optional<String> registryToken = field(entry, "registrytoken", name);
    if (registryToken.isPresent()) {
      return registryToken.map(Credential.RegistryToken::new);
    }
    Optional<String> identityToken = field(entry, "identitytoken", name);
    if (identityToken.isPresent()) {
      return identityToken.map(Credential.IdentityToken::new);
    }
    Optional<String> auth = field(entry, "auth", name);
    if (auth.isPresent()) {
      return Optional.of(decoded(auth.get(), name));
    }
    Optional<String> user = field(entry, "username", name);
    Optional<String> password = field(entry, "password", name);
    if (user.isEmpty() || password.isEmpty()) {
      throw new IOException(name + " has a user or a password, but not both");
    }
    return Optional.of(of(user.get(), password.get()));
  }

  /** A program's or an entry's pair, which may stand for a token. */
  static Credential of(String user, String password) {
    return user.equals(TOKEN_USER)
        ? new Credential.IdentityToken(password)
        : new Credential.UserPassword(user, password);
  }

  private static Credential decoded(String auth, String name) throws IOException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(auth.strip());
    } catch (IllegalArgumentException e) {
      // Without the cause, whose message repeats a part of the value.
      throw new IOException(name + " has an auth that is not base64");
    }
    String pair = new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
    int colon = pair.indexOf(':');
    if (colon <= 0) {
      throw new IOException(name + " has an auth that is not user:password in base64");
    }
    return of(pair.substring(0, colon), pair.substring(colon + 1));
  }

  private static Optional<String> field(JsonNode entry, String field, String name)
      throws IOException {
    return DockerConfig.text(entry.path(field), field, name);
  }
}
