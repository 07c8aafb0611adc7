package dev.kaniko.planted;

import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import java.util.Optional;

/** Breaks a rule of the architecture, so that the rule is seen to notice. */
public final class NobodyMakesIt implements CredentialHelper {
  @Override
  public Optional<Credential> credentialFor(String registry, String repository) {
    return Optional.empty();
  }
}
