package dev.kaniko.adapters.rootfs.tar;

import java.io.IOException;

/** A tar is damaged, hostile, or of a kind that no layer can hold; reading it has stopped. */
public final class MalformedTar extends IOException {
  private final long position;

  /**
   * @param position in the uncompressed tar, in bytes
   * @param message what is wrong there
   */
  public MalformedTar(long position, String message) {
    super("damaged tar at byte " + position + ": " + message);
    this.position = position;
  }

  public long position() {
    return position;
  }
}
