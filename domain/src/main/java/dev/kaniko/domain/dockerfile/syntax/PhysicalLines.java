package dev.kaniko.domain.dockerfile.syntax;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a file's lines one after another. A byte order mark before the first is no part of it. */
final class PhysicalLines {
  /** The longest line, in bytes without the line feed; it is the limit of BuildKit's scanner. */
  static final int LONGEST = 65_535;

  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] content;
  private int position;
  private int number;
  private boolean tooLong;

  PhysicalLines(byte[] content) {
    this.content = content;
    this.position = startsWithByteOrderMark(content) ? 3 : 0;
  }

  /** The next line; none is left at the end of the file, or when a line is too long. */
  Optional<PhysicalLine> next() {
    if (position == content.length || tooLong) {
      return Optional.empty();
    }
    int end = position;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    number++;
    if (end - position > LONGEST) {
      tooLong = true;
      return Optional.empty();
    }
    int next = Math.min(end + 1, content.length);
    PhysicalLine line = decode(position, next);
    position = next;
    return Optional.of(line);
  }

  /** Whether the lines ended at one that is too long: the one that {@link #number} tells. */
  boolean endedAtTooLongLine() {
    return tooLong;
  }

  /** The number of the line that was read last, from 1; 0 before the first. */
  int number() {
    return number;
  }

  private PhysicalLine decode(int start, int end) {
    String raw = new String(content, start, end - start, StandardCharsets.UTF_8);
    boolean readable =
        raw.indexOf('\0') < 0 && (raw.indexOf(REPLACEMENT) < 0 || isUtf8(start, end));
    return new PhysicalLine(number, raw, readable);
  }

  /** What is not UTF-8 becomes a replacement character, which may also stand there as such. */
  private boolean isUtf8(int start, int end) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content, start, end - start));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static boolean startsWithByteOrderMark(byte[] content) {
    return content.length >= 3
        && content[0] == (byte) 0xEF
        && content[1] == (byte) 0xBB
        && content[2] == (byte) 0xBF;
  }
}
