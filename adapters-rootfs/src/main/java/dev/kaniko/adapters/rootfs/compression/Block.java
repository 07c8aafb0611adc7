package dev.kaniko.adapters.rootfs.compression;

/** A piece of the stream, before and after it is packed. Its buffers are used again and again. */
final class Block implements AutoCloseable {
  private final BlockEncoder encoder;
  private final int roomForHistory;

  /** The history's end, then the block itself. */
  final byte[] plain;

  /** How many bytes before {@link #start} are the end of the block before. */
  int history;

  final int start;
  int end;
  final byte[] packed;
  int packedLength;

  Block(BlockFormat format) {
    encoder = format.newEncoder();
    start = format.historyBytes();
    plain = new byte[start + format.blockBytes()];
    packed = new byte[encoder.packedBytes(format.blockBytes())];
    end = start;
    roomForHistory = start;
  }

  /** Empties the block and puts the end of the one before in front of it. */
  void restart(byte[] before, int length) {
    end = start;
    history = Math.min(length, roomForHistory);
    System.arraycopy(before, length - history, plain, start - history, history);
  }

  /**
   * @return how many bytes were taken, fewer than {@code length} when the block is full
   */
  int fill(byte[] bytes, int offset, int length) {
    int taken = Math.min(length, plain.length - end);
    System.arraycopy(bytes, offset, plain, end, taken);
    end += taken;
    return taken;
  }

  boolean isFull() {
    return end == plain.length;
  }

  int length() {
    return end - start;
  }

  void pack() {
    packedLength = encoder.encode(this);
  }

  @Override
  public void close() {
    encoder.close();
  }
}
