package dev.kaniko.e2e.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the entries of an uncompressed tar, in their order. Closing it is up to the caller. */
final class TarStream {
  private static final int LARGEST_EXTENDED_HEADER = 1 << 20;

  private final InputStream in;
  private long left;
  private long padding;

  TarStream(InputStream in) {
    this.in = in;
  }

  /** The next entry; what is left of the one before is skipped. Empty at the end. */
  Optional<TarHeader> next() throws IOException {
    PaxRecords pax = PaxRecords.NONE;
    Optional<String> longName = Optional.empty();
    Optional<String> longTarget = Optional.empty();
    while (true) {
      skip(left + padding);
      Optional<TarBlock> read = TarBlock.read(in);
      if (read.isEmpty() || read.get().isZero()) {
        return Optional.empty();
      }
      TarBlock block = read.get();
      expect(block.size());
      switch (block.typeFlag()) {
        case 'x' -> pax = PaxRecords.of(extendedHeader());
        case 'g' -> extendedHeader();
        case 'L' -> longName = Optional.of(zeroTerminated(extendedHeader()));
        case 'K' -> longTarget = Optional.of(zeroTerminated(extendedHeader()));
        default -> {
          return Optional.of(
              header(
                  block,
                  pax,
                  longName.orElse(block.name()),
                  longTarget.orElse(block.linkTarget())));
        }
      }
    }
  }

  /** Up to {@code buffer.length} bytes of the entry's content; -1 at its end. */
  int read(byte[] buffer) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
    if (count < 0) {
      throw new EOFException("the tar ends inside a file");
    }
    left -= count;
    return count;
  }

  /** By reading: a stream that takes a digest sees nothing of what is skipped. */
  private void skip(long count) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long toGo = count;
    while (toGo > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, toGo));
      if (read < 0) {
        throw new EOFException("the tar ends inside an entry");
      }
      toGo -= read;
    }
  }

  private void expect(long size) {
    left = size;
    padding = (TarBlock.SIZE - size % TarBlock.SIZE) % TarBlock.SIZE;
  }

  private TarHeader header(TarBlock block, PaxRecords pax, String name, String target) {
    FileKind kind = FileKind.ofTypeFlag(block.typeFlag());
    // Only files have content; a size written for a link says how large its target is.
    long size = kind == FileKind.FILE ? pax.number("size", block.size()) : 0;
    expect(size);
    boolean link = kind == FileKind.SYMLINK || kind == FileKind.HARD_LINK;
    return new TarHeader(
        pax.text("path", name),
        kind,
        (int) (block.mode() & 07777),
        pax.number("uid", block.uid()),
        pax.number("gid", block.gid()),
        size,
        pax.seconds("mtime", block.modified()),
        link ? pax.text("linkpath", target) : "",
        kind.isDevice() ? block.device() : "",
        pax.xattrs());
  }

  private byte[] extendedHeader() throws IOException {
    if (left > LARGEST_EXTENDED_HEADER) {
      throw new MalformedImage("an extended header of " + left + " bytes");
    }
    byte[] bytes = in.readNBytes((int) left);
    left -= bytes.length;
    return bytes;
  }

  private static String zeroTerminated(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int zero = text.indexOf('\0');
    return zero < 0 ? text : text.substring(0, zero);
  }
}
