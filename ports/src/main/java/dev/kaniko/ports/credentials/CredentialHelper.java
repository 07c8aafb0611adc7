package dev.kaniko.ports.credentials;

import java.io.IOException;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Extension point: knows credentials for some registries. The rules for all extensions are those of
 * {@link dev.kaniko.ports.spi}.
 *
 * <p>One instance serves one build, and may be called by several threads.
 */
public interface CredentialHelper extends ExtensionPoint {

  /**
   * The credential for a repository; empty when this helper has none, and another shall be asked.
   * Called again when the registry has rejected a credential, as it does with one that has expired,
   * and then gives a fresh one.
   *
   * @param registry host and, if any, port: {@code gcr.io}, {@code localhost:5000}; Docker Hub is
   *     {@code index.docker.io}
   * @param repository the path in the registry, for helpers that tell repositories apart
   * @throws IOException when there should be one but it cannot be had; the message says why,
   *     without any part of a secret
   */
  Optional<Credential> credentialFor(String registry, String repository) throws IOException;

  /**
   * Where this helper looks, for messages to people who wonder which credentials were used: a file,
   * the name of a service.
   */
  default String source() {
    return getClass().getSimpleName();
  }
}
