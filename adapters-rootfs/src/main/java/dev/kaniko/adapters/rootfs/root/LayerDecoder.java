package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.adapters.rootfs.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;

/** Reads layers as they are stored. */
public interface LayerDecoder {

  /**
   * The tar in a layer's blob, compressed in whatever way its first bytes tell, or not at all.
   * Reading it to its end reads every compressed member; closing it closes {@code blob}.
   */
  InputStream uncompressed(InputStream blob) throws IOException;

  /** The entries of a tar; closing it closes {@code tar}. */
  TarReader entries(InputStream tar) throws IOException;
}
