package dev.kaniko.adapters.rootfs.compression;

/** Packs blocks, one at a time, each the same way whatever came before. */
interface BlockEncoder extends AutoCloseable {

  /** The most bytes that {@code plainBytes} can become. */
  int packedBytes(int plainBytes);

  /**
   * Packs {@code block.plain} from {@code block.start} to {@code block.end} into {@code
   * block.packed}.
   *
   * @return how many bytes it has become
   */
  int encode(Block block);

  @Override
  void close();
}
