package dev.kaniko.adapters.rootfs.compression;

import io.airlift.compress.v3.deflate.DeflateNativeCompressor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * gzip by libdeflate, which packs whole buffers only: every block is a member of its own. Spec: RFC
 * 1952, 2.2, "a gzip file consists of a series of members".
 */
record GzipMembers(int level) implements BlockFormat {
  static final int BLOCK_BYTES = 1 << 20;

  /** No name, no time, the system unknown. */
  static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private static final int TRAILER_BYTES = 8;

  @Override
  public int blockBytes() {
    return BLOCK_BYTES;
  }

  @Override
  public int historyBytes() {
    return 0;
  }

  @Override
  public BlockEncoder newEncoder() {
    return new Encoder(new DeflateNativeCompressor(level));
  }

  @Override
  public byte[] header() {
    return new byte[0];
  }

  @Override
  public byte[] trailer(long crc32, long size) {
    return new byte[0];
  }

  @Override
  public String engine() {
    return "libdeflate of "
        + CompressionEngine.libraries()
        + ", level "
        + level
        + ", gzip members of "
        + BLOCK_BYTES
        + " bytes";
  }

  private static final class Encoder implements BlockEncoder {
    private final DeflateNativeCompressor compressor;
    private final Sample sample = new Sample();
    private final byte[] packedSample;
    private final CRC32 crc32 = new CRC32();

    Encoder(DeflateNativeCompressor compressor) {
      this.compressor = compressor;
      this.packedSample = new byte[compressor.maxCompressedLength(sample.bytes.length)];
    }

    @Override
    public int packedBytes(int plainBytes) {
      int most =
          Math.max(
              compressor.maxCompressedLength(plainBytes), StoredDeflate.packedBytes(plainBytes));
      return HEADER.length + most + TRAILER_BYTES;
    }

    @Override
    public int encode(Block block) {
      System.arraycopy(HEADER, 0, block.packed, 0, HEADER.length);
      int end =
          isIncompressible(block)
              ? StoredDeflate.store(block, HEADER.length, true)
              : deflate(block);
      crc32.reset();
      crc32.update(block.plain, block.start, block.length());
      ByteBuffer.wrap(block.packed, end, TRAILER_BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt((int) crc32.getValue())
          .putInt(block.length());
      return end + TRAILER_BYTES;
    }

    private boolean isIncompressible(Block block) {
      return sample.looksIncompressible(block)
          && sample.isIncompressible(
              compressor.compress(
                  sample.bytes, 0, sample.bytes.length, packedSample, 0, packedSample.length));
    }

    private int deflate(Block block) {
      int at = HEADER.length;
      int room = block.packed.length - at - TRAILER_BYTES;
      return at
          + compressor.compress(block.plain, block.start, block.length(), block.packed, at, room);
    }

    /** The compressor has no close: its memory goes with it. */
    @Override
    public void close() {}
  }
}
