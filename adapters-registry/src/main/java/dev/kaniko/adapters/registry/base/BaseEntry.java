package dev.kaniko.adapters.registry.base;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import java.time.Instant;

/**
 * An image of the layout.
 *
 * @param reference as it was asked for
 * @param platform for which it was asked
 * @param named what the reference meant: the image's manifest, or an index that leads to it
 * @param manifest without annotations
 * @param fetched when the registry was asked
 */
public record BaseEntry(
    ImageReference reference,
    Platform platform,
    Digest named,
    Descriptor manifest,
    Instant fetched) {

  /** Whether this entry takes the place of {@code other}. */
  boolean replaces(BaseEntry other) {
    return reference.equals(other.reference) && platform.equals(other.platform);
  }
}
