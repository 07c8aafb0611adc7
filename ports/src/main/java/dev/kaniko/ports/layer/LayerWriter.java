package dev.kaniko.ports.layer;

import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.ImageFormat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes layers into blobs of the build's own; memory does not grow with a layer's size. */
public interface LayerWriter {

  /**
   * Writes one layer, reading every file's content once.
   *
   * @param entries in the order of their paths
   */
  ImageLayer write(List<LayerEntry> entries, LayerOptions options);

  /**
   * How layers are written.
   *
   * @param level of the compression; empty for the default
   * @param latestTime no mtime is written that is later: SOURCE_DATE_EPOCH, or the epoch for
   *     reproducible layers
   */
  record LayerOptions(
      ImageFormat format,
      Compression compression,
      Optional<Integer> level,
      Optional<Instant> latestTime) {}
}
