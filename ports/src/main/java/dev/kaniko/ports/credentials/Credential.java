package dev.kaniko.ports.credentials;

/** A proof of identity for a registry. Never printed: {@code toString} gives the kind alone. */
public sealed interface Credential {

  /** A user and a password, or a token used as one. */
  record UserPassword(String user, String password) implements Credential {
    @Override
    public String toString() {
      return "user and password";
    }
  }

  /** A refresh token for the registry's token service (Docker's {@code identitytoken}). */
  record IdentityToken(String token) implements Credential {
    @Override
    public String toString() {
      return "identity token";
    }
  }

  /** A bearer token for the registry itself (Docker's {@code registrytoken}). */
  record RegistryToken(String token) implements Credential {
    @Override
    public String toString() {
      return "registry token";
    }
  }
}
