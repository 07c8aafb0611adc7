package dev.kaniko.application;

import dev.kaniko.domain.attestation.ProvenanceOptions;
import dev.kaniko.domain.image.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * What is to be said about the images of a build, and what that needs to know.
 *
 * @param packages whether their packages are listed
 * @param provenance how their building is told; empty for not at all
 * @param names of the images
 * @param context where it was taken from, as the user wrote it
 * @param entryPoint the Dockerfile, as the user wrote it
 * @param dockerfile its text
 */
public record AttestationRequest(
    boolean packages,
    Optional<ProvenanceOptions> provenance,
    List<ImageReference> names,
    String context,
    String entryPoint,
    String dockerfile) {
  /** Nothing is said. */
  public static final AttestationRequest NONE =
      new AttestationRequest(false, Optional.empty(), List.of(), "", "", "");

  public AttestationRequest {
    names = List.copyOf(names);
  }

  public boolean isEmpty() {
    return !packages && provenance.isEmpty();
  }
}
