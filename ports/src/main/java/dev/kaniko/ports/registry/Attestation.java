package dev.kaniko.ports.registry;

import dev.kaniko.domain.attestation.BillOfMaterials;
import dev.kaniko.domain.attestation.Provenance;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is said about an image.
 *
 * @param names that the image gets
 * @param created when this is said
 */
public record Attestation(
    DescribedImage image,
    Platform platform,
    List<ImageReference> names,
    Instant created,
    Optional<BillOfMaterials> packages,
    Optional<Provenance> provenance) {
  public Attestation {
    names = List.copyOf(names);
  }
}
