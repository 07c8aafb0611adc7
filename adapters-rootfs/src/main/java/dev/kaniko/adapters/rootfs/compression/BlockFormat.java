package dev.kaniko.adapters.rootfs.compression;

/** How a stream is made of packed blocks. The bytes depend on the format alone. */
sealed interface BlockFormat permits GzipMembers, GzipBlocks, ZstdFrames {

  /** Of every block but the last. */
  int blockBytes();

  /** How much of the block before a block may refer to. */
  int historyBytes();

  BlockEncoder newEncoder();

  /** Comes before the first block. */
  byte[] header();

  /**
   * Comes after the last block.
   *
   * @param crc32 of the whole plain stream
   * @param size of the whole plain stream, in bytes
   */
  byte[] trailer(long crc32, long size);

  /** The engine and all that the bytes depend on, for people and for comparing. */
  String engine();
}
