package dev.kaniko.domain.attestation;

import dev.kaniko.domain.image.Platform;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an image was built. Nothing in it is a secret.
 *
 * @param invocation names the build, no other has the name
 * @param platform that the build ran on
 * @param source where the context is, when others can have it too
 * @param entryPoint the Dockerfile's name
 * @param parameters what the build was told, by name; build arguments only in full detail
 * @param secrets the ids of secrets that could be used; only in full detail
 * @param details only in full detail
 */
public record Provenance(
    ProvenanceOptions options,
    String invocation,
    Instant started,
    Instant finished,
    Platform platform,
    List<Material> materials,
    Optional<Material> source,
    String entryPoint,
    SortedMap<String, String> parameters,
    List<String> secrets,
    Optional<Details> details) {
  public Provenance {
    materials = List.copyOf(materials);
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    secrets = List.copyOf(secrets);
  }

  /**
   * What was done.
   *
   * @param dockerfile its text
   */
  public record Details(String dockerfile, List<Step> steps) {
    public Details {
      steps = List.copyOf(steps);
    }
  }

  /**
   * An instruction.
   *
   * @param line of the Dockerfile, from 1
   */
  public record Step(String stage, int line, String text) {}
}
