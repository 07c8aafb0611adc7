package dev.kaniko.adapters.rootfs.decompression;

/**
 * What a zstd frame's header says. Spec: RFC 8878, 3.1.1.1.
 *
 * @param windowBytes that a decoder has to keep; negative for more than 2^63
 * @param hasChecksum four bytes after the last block
 */
record ZstdFrameHeader(long windowBytes, boolean hasChecksum) {
  private static final int ONE_SEGMENT = 1 << 5;
  private static final int RESERVED = 1 << 3;
  private static final int CHECKSUM = 1 << 2;
  private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
  private static final int[] SIZE_BYTES = {0, 2, 4, 8};

  /** How much follows the descriptor: window, dictionary and size of the content. */
  static int bytesAfter(int descriptor) {
    return windowLength(descriptor) + dictionaryLength(descriptor) + sizeLength(descriptor);
  }

  private static int windowLength(int descriptor) {
    return (descriptor & ONE_SEGMENT) != 0 ? 0 : 1;
  }

  private static int dictionaryLength(int descriptor) {
    return DICTIONARY_BYTES[descriptor & 3];
  }

  private static int sizeLength(int descriptor) {
    boolean oneByte = descriptor >> 6 == 0 && (descriptor & ONE_SEGMENT) != 0;
    return oneByte ? 1 : SIZE_BYTES[descriptor >> 6];
  }

  /**
   * @param bytes the header
   * @param offset of the descriptor in it
   */
  static ZstdFrameHeader of(byte[] bytes, int offset) throws MalformedStream {
    int descriptor = bytes[offset] & 0xff;
    if ((descriptor & RESERVED) != 0) {
      throw malformed("unknown flags in the header of a frame");
    }
    int window = offset + 1;
    int dictionary = window + windowLength(descriptor);
    int size = dictionary + dictionaryLength(descriptor);
    if (littleEndian(bytes, dictionary, size - dictionary) != 0) {
      throw malformed("it needs a dictionary");
    }
    long windowBytes =
        (descriptor & ONE_SEGMENT) != 0
            ? contentSize(bytes, size, sizeLength(descriptor))
            : windowSize(bytes[window] & 0xff);
    return new ZstdFrameHeader(windowBytes, (descriptor & CHECKSUM) != 0);
  }

  private static long contentSize(byte[] bytes, int offset, int length) {
    return littleEndian(bytes, offset, length) + (length == 2 ? 256 : 0);
  }

  private static long windowSize(int descriptor) {
    long base = 1L << (10 + (descriptor >> 3));
    return base + (base >> 3) * (descriptor & 7);
  }

  static long littleEndian(byte[] bytes, int offset, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (bytes[offset + i] & 0xffL) << (8 * i);
    }
    return value;
  }

  private static MalformedStream malformed(String message) {
    return new MalformedStream(StreamFormat.ZSTD, message);
  }
}
