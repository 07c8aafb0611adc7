package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.domain.image.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts and digests what passes through. */
final class DigestedOutput extends OutputStream {
  private final OutputStream out;
  private final MessageDigest hash = Digest.newSha256();
  private long size;

  DigestedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    hash.update(bytes, offset, length);
    size += length;
    out.write(bytes, offset, length);
  }

  long size() {
    return size;
  }

  /** To be asked once, when all is written. */
  Digest digest() {
    return Digest.ofSha256(hash.digest());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
