package dev.kaniko.adapters.rootfs.compression;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Packs what is written to it. Closing it before {@link #finish} leaves the packed data cut off.
 */
public abstract class PackedOutput extends OutputStream {

  /** Writes all that is left. The sink then has everything; it is not closed. */
  public abstract void finish() throws IOException;

  /** When this returns, nothing writes to the sink any more. */
  @Override
  public abstract void close();
}
