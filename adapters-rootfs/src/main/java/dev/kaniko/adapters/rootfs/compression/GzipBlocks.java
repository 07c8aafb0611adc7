package dev.kaniko.adapters.rootfs.compression;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;

/**
 * gzip by the JDK's zlib: one member, whose blocks end on whole bytes and know the end of the block
 * before, so that packing them on their own costs next to nothing in size.
 */
record GzipBlocks(int level) implements BlockFormat {
  private static final int BLOCK_BYTES = 1 << 20;
  private static final int WINDOW_BYTES = 1 << 15;

  /** An empty last block of deflate: RFC 1951, 3.2.6. */
  private static final byte[] LAST_BLOCK = {3, 0};

  @Override
  public int blockBytes() {
    return BLOCK_BYTES;
  }

  @Override
  public int historyBytes() {
    return WINDOW_BYTES;
  }

  @Override
  public BlockEncoder newEncoder() {
    return new Encoder(new Deflater(level, true));
  }

  @Override
  public byte[] header() {
    return GzipMembers.HEADER.clone();
  }

  @Override
  public byte[] trailer(long crc32, long size) {
    return ByteBuffer.allocate(LAST_BLOCK.length + 8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(LAST_BLOCK)
        .putInt((int) crc32)
        .putInt((int) size)
        .array();
  }

  @Override
  public String engine() {
    return "zlib of Java "
        + Runtime.version()
        + ", level "
        + level
        + ", one gzip member in blocks of "
        + BLOCK_BYTES
        + " bytes";
  }

  private static final class Encoder implements BlockEncoder {
    private final Deflater deflater;
    private final Sample sample = new Sample();
    private final byte[] packedSample = new byte[2 * sample.bytes.length];

    Encoder(Deflater deflater) {
      this.deflater = deflater;
    }

    /** zlib's own bound for its default memory level, with a flush at the end. */
    @Override
    public int packedBytes(int plainBytes) {
      int deflated = plainBytes + (plainBytes >> 12) + (plainBytes >> 14) + (plainBytes >> 25) + 64;
      return Math.max(deflated, StoredDeflate.packedBytes(plainBytes));
    }

    @Override
    public int encode(Block block) {
      if (isIncompressible(block)) {
        return StoredDeflate.store(block, 0, false);
      }
      deflater.reset();
      if (block.history > 0) {
        deflater.setDictionary(block.plain, block.start - block.history, block.history);
      }
      deflater.setInput(block.plain, block.start, block.length());
      return deflate(block.packed, Deflater.SYNC_FLUSH);
    }

    private boolean isIncompressible(Block block) {
      if (!sample.looksIncompressible(block)) {
        return false;
      }
      deflater.reset();
      deflater.setInput(sample.bytes);
      return sample.isIncompressible(deflate(packedSample, Deflater.SYNC_FLUSH));
    }

    private int deflate(byte[] into, int flush) {
      int length = deflater.deflate(into, 0, into.length, flush);
      if (length == into.length) {
        throw new IllegalStateException("zlib has made more of a block than it promises");
      }
      return length;
    }

    @Override
    public void close() {
      deflater.end();
    }
  }
}
