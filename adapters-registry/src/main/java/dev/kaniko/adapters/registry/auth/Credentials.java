package dev.kaniko.adapters.registry.auth;

import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import dev.kaniko.ports.failure.RegistryFailure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The credentials that the helpers know, each asked for once until a registry rejects it. */
public final class Credentials {
  private final List<CredentialHelper> helpers;
  private final Map<String, Optional<Found>> known = new ConcurrentHashMap<>();

  /**
   * @param helpers in the order in which they are asked
   */
  public Credentials(List<CredentialHelper> helpers) {
    this.helpers = List.copyOf(helpers);
  }

  private record Found(Credential credential, String source) {}

  Optional<Credential> of(String registry, String repository) {
    return found(registry, repository).map(Found::credential);
  }

  /** The next question is put to the helpers again: a credential may have been renewed. */
  void forget(String registry, String repository) {
    known.remove(registry + "/" + repository);
  }

  /** Which credentials are used, for the hint of a failure. */
  public String account(String registry, String repository) {
    return found(registry, repository)
        .map(it -> "the credentials for " + registry + " are from " + it.source())
        .orElseGet(
            () ->
                "there are no credentials for "
                    + registry
                    + (helpers.isEmpty() ? "" : " in " + sources()));
  }

  private Optional<Found> found(String registry, String repository) {
    return known.computeIfAbsent(registry + "/" + repository, key -> ask(registry, repository));
  }

  private Optional<Found> ask(String registry, String repository) {
    for (CredentialHelper helper : helpers) {
      try {
        Optional<Credential> credential = helper.credentialFor(registry, repository);
        if (credential.isPresent()) {
          return Optional.of(new Found(credential.get(), helper.source()));
        }
      } catch (IOException e) {
        throw new RegistryFailure(
            registry,
            OptionalInt.empty(),
            "cannot get the credentials for "
                + registry
                + "/"
                + repository
                + " from "
                + helper.source()
                + ": "
                + e.getMessage(),
            Optional.empty(),
            e);
      }
    }
    return Optional.empty();
  }

  private String sources() {
    return helpers.stream().map(CredentialHelper::source).collect(Collectors.joining(", "));
  }
}
