package dev.kaniko.domain.dockerfile.syntax;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a file's lines one after another. A byte order mark before the first is no part of it. */
final class PhysicalLines {
  /** The longest line, in bytes without the line feed; it is the limit of BuildKit's scanner. */
  static final int LONGEST = 65_535;

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
    ByteBuffer bytes = ByteBuffer.wrap(content, start, end - start);
    try {
      String raw = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return new PhysicalLine(number, raw, raw.indexOf('\0') < 0);
    } catch (CharacterCodingException _) {
      String raw = new String(content, start, end - start, StandardCharsets.UTF_8);
      return new PhysicalLine(number, raw, false);
    }
  }

  private static boolean startsWithByteOrderMark(byte[] content) {
    return content.length >= 3
        && content[0] == (byte) 0xEF
        && content[1] == (byte) 0xBB
        && content[2] == (byte) 0xBF;
  }
}
