package dev.kaniko.adapters.rootfs.root.directory;

import java.io.Closeable;
import java.io.IOException;

/** Makes the dwellings of one build; closing it removes what they are made of. */
public interface Dwellings extends Closeable {

  /** True when commands can run in several dwellings at the same time. */
  boolean severalAtOnce();

  /** One more, empty. */
  Dwelling next() throws IOException;
}
