package dev.kaniko.ports.registry;

import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;

/** Writes down what is said about images. */
public interface AttestationDocuments {

  /**
   * A manifest that has each statement for a layer, with a descriptor that says which image it is
   * about.
   */
  DescribedImage describe(Attestation attestation);
}
