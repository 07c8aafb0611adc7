package dev.kaniko.ports.layer;

import dev.kaniko.domain.filesystem.LayerEntry;
import java.util.List;

/** Reads layers back into entries, to be laid over the files of a stage. */
public interface LayerReader {

  /**
   * Fetches a layer and reads it. The contents can be read until the build ends.
   *
   * @return in the order of their paths
   * @throws dev.kaniko.ports.failure.UnsafeContentFailure when the layer is damaged, is not the one
   *     that its digests name, or has entries that this program's layers never have
   * @throws dev.kaniko.ports.failure.BuildFailure when it cannot be fetched
   */
  List<LayerEntry> read(ImageLayer layer);
}
