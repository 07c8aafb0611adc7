package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.adapters.rootfs.layer.SpoolFile;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.layer.LayerReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads layers whose contents it keeps in files of the build's. */
public final class SpoolingLayerReader implements LayerReader {
  private final Path directory;
  private final LayerDecoder decoder;

  /**
   * @param directory exists, and is removed after the build by whoever made it
   */
  public SpoolingLayerReader(Path directory, LayerDecoder decoder) {
    this.directory = directory;
    this.decoder = decoder;
  }

  @Override
  public List<LayerEntry> read(ImageLayer layer) {
    String subject = "layer " + layer.descriptor().digest();
    try (LayerStream stream = new LayerStream(layer, decoder)) {
      SpoolFile spool = SpoolFile.createIn(directory);
      List<LayerEntry> entries = new EntryReading(subject, spool).read(stream.entries());
      stream.verify();
      spool.finish();
      return entries;
    } catch (IOException e) {
      throw new EnvironmentFailure(subject + " could not be read: " + e.getMessage(), e);
    }
  }
}
