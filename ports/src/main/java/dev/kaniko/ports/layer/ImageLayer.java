package dev.kaniko.ports.layer;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;

/**
 * One layer of an image and where its bytes are.
 *
 * @param descriptor of the layer as it is stored, compressed or not
 * @param diffId digest of its tar, uncompressed
 */
public record ImageLayer(Descriptor descriptor, Digest diffId, Blob content) {}
