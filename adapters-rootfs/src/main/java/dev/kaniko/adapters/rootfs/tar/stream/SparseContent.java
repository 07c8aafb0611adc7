package dev.kaniko.adapters.rootfs.tar.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/** The whole content of a sparse file: stored pieces with zeros between them. */
final class SparseContent extends InputStream {
  private final StoredContent stored;
  private final SparseMap map;
  private int piece;
  private long position;

  SparseContent(StoredContent stored, SparseMap map) {
    this.stored = stored;
    this.map = map;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    while (piece < map.count() && position >= map.end(piece)) {
      piece++;
    }
    boolean inPiece = piece < map.count() && position >= map.offset(piece);
    long end = inPiece ? map.end(piece) : holeEnd();
    if (position == end) {
      return -1;
    }
    int wanted = (int) Math.min(length, end - position);
    int read = inPiece ? stored.read(bytes, offset, wanted) : zeros(bytes, offset, wanted);
    position += read;
    return read;
  }

  private long holeEnd() {
    return piece < map.count() ? map.offset(piece) : map.realSize();
  }

  private int zeros(byte[] bytes, int offset, int length) throws IOException {
    stored.checkOpen();
    Arrays.fill(bytes, offset, offset + length, (byte) 0);
    return length;
  }
}
