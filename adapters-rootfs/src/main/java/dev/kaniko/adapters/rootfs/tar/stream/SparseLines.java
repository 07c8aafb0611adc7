package dev.kaniko.adapters.rootfs.tar.stream;

import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import dev.kaniko.adapters.rootfs.tar.header.HeaderBlock;
import dev.kaniko.adapters.rootfs.tar.header.PaxNumber;
import dev.kaniko.adapters.rootfs.tar.header.PaxRecords;
import java.io.IOException;

/**
 * The decimal lines of a sparse file's map before its content, read block by block: the content
 * starts at the block after.
 */
final class SparseLines {
  private final StoredContent content;
  private final long position;
  private final byte[] block = new byte[HeaderBlock.SIZE];
  private int next = HeaderBlock.SIZE;
  private int allowed;

  /**
   * @param allowed bytes that the map may have
   * @param position of the header in the tar, for messages
   */
  SparseLines(StoredContent content, int allowed, long position) {
    this.content = content;
    this.allowed = allowed;
    this.position = position;
  }

  long next() throws IOException {
    StringBuilder line = new StringBuilder();
    for (byte b = nextByte(); b != '\n'; b = nextByte()) {
      line.append((char) (b & 0xff));
    }
    return PaxNumber.parse(line.toString(), PaxRecords.SPARSE_MAP, position);
  }

  private byte nextByte() throws IOException {
    if (next == block.length) {
      allowed -= block.length;
      if (allowed < 0) {
        throw SparseMap.tooLong(position);
      }
      if (content.readNBytes(block, 0, block.length) < block.length) {
        throw new MalformedTar(position, "the map of a sparse file is cut off");
      }
      next = 0;
    }
    return block[next++];
  }
}
