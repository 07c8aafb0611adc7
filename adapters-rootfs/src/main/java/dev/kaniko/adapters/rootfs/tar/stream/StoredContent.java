package dev.kaniko.adapters.rootfs.tar.stream;

import dev.kaniko.adapters.rootfs.tar.header.HeaderBlock;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** What a tar has stored of one entry; for a sparse file less than its content. */
final class StoredContent extends InputStream {
  private final TarInput input;
  private final long padding;
  private long left;
  private boolean over;

  StoredContent(TarInput input, long size) {
    this.input = input;
    this.left = size;
    this.padding = -size & (HeaderBlock.SIZE - 1);
  }

  long left() {
    return left;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkOpen();
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int read = input.read(bytes, offset, (int) Math.min(length, left));
    left -= read;
    return read;
  }

  void checkOpen() throws IOException {
    if (over) {
      throw new IOException("the tar's reader has gone on to the next entry");
    }
  }

  /** Skips what is left, to the next header; nothing can be read any more. */
  void finish() throws IOException {
    over = true;
    input.skip(left);
    left = 0;
    input.skip(padding);
  }
}
