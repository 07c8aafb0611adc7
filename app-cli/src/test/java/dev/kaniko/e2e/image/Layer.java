package dev.kaniko.e2e.image;

import java.util.List;

/**
 * A layer, read whole.
 *
 * @param digest of the blob, as the manifest gives it
 * @param diffId of the uncompressed tar, as computed while reading
 * @param entries in the order of the tar
 */
public record Layer(String digest, String diffId, List<LayerEntry> entries) {

  public Layer {
    entries = List.copyOf(entries);
  }
}
