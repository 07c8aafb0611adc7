package dev.kaniko.adapters.rootfs.tar;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads a tar, uncompressed, entry by entry. */
public interface TarReader extends Closeable {

  /** The next entry; what is left of the one before is skipped. Empty at the end. */
  Optional<TarEntry> next() throws IOException;

  /** The content of the entry that {@link #next} gave last; ends after its size. */
  InputStream content();
}
