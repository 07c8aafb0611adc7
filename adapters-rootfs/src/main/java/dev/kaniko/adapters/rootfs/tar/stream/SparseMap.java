package dev.kaniko.adapters.rootfs.tar.stream;

import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import dev.kaniko.adapters.rootfs.tar.TarLimits;
import dev.kaniko.adapters.rootfs.tar.header.HeaderBlock;
import dev.kaniko.adapters.rootfs.tar.header.HeaderField;
import dev.kaniko.adapters.rootfs.tar.header.PaxNumber;
import dev.kaniko.adapters.rootfs.tar.header.PaxRecords;
import java.io.IOException;
import java.util.Arrays;

/**
 * Where the stored pieces of a sparse file belong; all between them is zeros. Spec: GNU tar manual,
 * "Storing Sparse Files".
 */
final class SparseMap {
  private static final int HEADER_PIECES = 386;
  private static final int HEADER_COUNT = 4;
  private static final int HEADER_CONTINUES = 482;
  private static final int BLOCK_COUNT = 21;
  private static final int BLOCK_CONTINUES = 504;
  private static final int NUMBER = 12;

  private final long realSize;
  private long[] offsets = new long[8];
  private long[] lengths = new long[8];
  private int count;
  private long stored;

  private SparseMap(long realSize) {
    this.realSize = realSize;
  }

  /** The whole file's. */
  long realSize() {
    return realSize;
  }

  /** The bytes that the tar holds. */
  long storedSize() {
    return stored;
  }

  int count() {
    return count;
  }

  long offset(int piece) {
    return offsets[piece];
  }

  long end(int piece) {
    return offsets[piece] + lengths[piece];
  }

  /** GNU's own type of entry: in the header, and in blocks that follow it. */
  static SparseMap ofGnuHeader(HeaderBlock header, TarInput input, TarLimits limits)
      throws IOException {
    SparseMap map = new SparseMap(header.number(HeaderField.GNU_REAL_SIZE));
    boolean complete = map.addAll(header, HEADER_PIECES, HEADER_COUNT);
    boolean continues = header.byteAt(HEADER_CONTINUES) != 0;
    for (int read = 0; continues; read += HeaderBlock.SIZE) {
      if (read > limits.extensionBytes()) {
        throw tooLong(header.position());
      }
      HeaderBlock block = new HeaderBlock(input.readExactly(HeaderBlock.SIZE), header.position());
      complete = complete || map.addAll(block, 0, BLOCK_COUNT);
      continues = block.byteAt(BLOCK_CONTINUES) != 0;
    }
    return map;
  }

  /**
   * @return true when there was an unused place, which ends the map
   */
  private boolean addAll(HeaderBlock block, int at, int places) throws MalformedTar {
    for (int i = 0; i < places; i++) {
      int piece = at + 2 * NUMBER * i;
      if (block.byteAt(piece) == 0) {
        return true;
      }
      long offset = block.number(piece, NUMBER, PaxRecords.SPARSE_OFFSET);
      add(offset, block.number(piece + NUMBER, NUMBER, PaxRecords.SPARSE_LENGTH), block.position());
    }
    return false;
  }

  /** Versions 0.0 and 0.1: offsets and lengths in turn, in the extended header. */
  static SparseMap ofPaxList(String list, long realSize, long position) throws MalformedTar {
    SparseMap map = new SparseMap(realSize);
    String[] numbers = list.split(",", -1);
    if (numbers.length % 2 != 0) {
      throw new MalformedTar(position, "the map of a sparse file is not made of pairs");
    }
    for (int i = 0; i < numbers.length; i += 2) {
      long offset = PaxNumber.parse(numbers[i], PaxRecords.SPARSE_MAP, position);
      map.add(offset, PaxNumber.parse(numbers[i + 1], PaxRecords.SPARSE_MAP, position), position);
    }
    return map;
  }

  /** Version 1.0: decimal lines before the content, filled up to whole blocks. */
  static SparseMap ofContent(StoredContent content, long realSize, TarLimits limits, long position)
      throws IOException {
    SparseMap map = new SparseMap(realSize);
    SparseLines lines = new SparseLines(content, limits.extensionBytes(), position);
    long pieces = lines.next();
    for (long i = 0; i < pieces; i++) {
      long offset = lines.next();
      map.add(offset, lines.next(), position);
    }
    return map;
  }

  private void add(long offset, long length, long position) throws MalformedTar {
    long free = count == 0 ? 0 : end(count - 1);
    if (length < 0 || offset < free || offset > realSize || length > realSize - offset) {
      throw new MalformedTar(position, "the map of a sparse file contradicts itself");
    }
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    offsets[count] = offset;
    lengths[count] = length;
    count++;
    stored += length;
  }

  static MalformedTar tooLong(long position) {
    return new MalformedTar(position, "the map of a sparse file is too long");
  }
}
