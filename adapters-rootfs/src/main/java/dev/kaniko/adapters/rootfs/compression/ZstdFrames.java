package dev.kaniko.adapters.rootfs.compression;

import io.airlift.compress.v3.zstd.ZstdCompressor;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import io.airlift.compress.v3.zstd.ZstdNativeCompressor;

/** zstd, every block a frame of its own. Spec: RFC 8878, 3, "one or more frames". */
record ZstdFrames(CompressionEngine engineKind, int level) implements BlockFormat {
  /** Half as large costs another percent of size, twice as large saves one. */
  private static final int BLOCK_BYTES = 1 << 21;

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
    return new Encoder(
        switch (engineKind) {
          case NATIVE -> new ZstdNativeCompressor(level);
          case JAVA -> new ZstdJavaCompressor();
        });
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
    String name =
        switch (engineKind) {
          case NATIVE -> "libzstd";
          case JAVA -> "zstd in Java";
        };
    return name
        + " of "
        + CompressionEngine.libraries()
        + ", level "
        + level
        + ", frames of "
        + BLOCK_BYTES
        + " bytes";
  }

  private record Encoder(ZstdCompressor compressor) implements BlockEncoder {
    @Override
    public int packedBytes(int plainBytes) {
      return compressor.maxCompressedLength(plainBytes);
    }

    @Override
    public int encode(Block block) {
      return compressor.compress(
          block.plain, block.start, block.length(), block.packed, 0, block.packed.length);
    }

    /** The compressor has no close: its memory goes with it. */
    @Override
    public void close() {}
  }
}
