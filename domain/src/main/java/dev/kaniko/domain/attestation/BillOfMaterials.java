package dev.kaniko.domain.attestation;

import java.util.List;

/**
 * The packages of an image.
 *
 * @param notices sentences about what could not be read
 */
public record BillOfMaterials(
    Distribution distribution, List<InstalledPackage> packages, List<String> notices) {
  public BillOfMaterials {
    packages = List.copyOf(packages);
    notices = List.copyOf(notices);
  }
}
