package dev.kaniko.domain.attestation;

/**
 * What {@code --provenance} asks for.
 *
 * @param detail how much is told
 * @param builderId a URI for who has built
 * @param reproducible whether the user promises that the same input gives the same image
 * @param version of the predicate
 */
public record ProvenanceOptions(
    Detail detail, String builderId, boolean reproducible, Version version) {

  /** How much is told. */
  public enum Detail {
    /** Nothing that was given on the command line. */
    MIN,
    /** The Dockerfile, the steps and the build arguments as well. */
    MAX
  }

  /** Of the predicate. Spec: slsa.dev/provenance. */
  public enum Version {
    V0_2("https://slsa.dev/provenance/v0.2"),
    V1("https://slsa.dev/provenance/v1");

    private final String predicateType;

    Version(String predicateType) {
      this.predicateType = predicateType;
    }

    public String predicateType() {
      return predicateType;
    }
  }
}
