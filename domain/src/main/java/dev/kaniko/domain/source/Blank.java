package dev.kaniko.domain.source;

import java.util.ArrayList;
import java.util.List;

/**
 * What counts as a blank in a Dockerfile. There are two notions: Unicode's White_Space trims lines
 * and separates quoted words; only the ASCII blanks separate plain words.
 */
public final class Blank {
  private Blank() {}

  /** Unicode's property White_Space. {@link Character#isWhitespace} leaves out U+00A0 and more. */
  public static boolean is(int codePoint) {
    return switch (codePoint) {
      case '\t', '\n', 0x0B, '\f', '\r', ' ', 0x85, 0xA0 -> true;
      default -> codePoint > 0xFF && Character.isSpaceChar(codePoint);
    };
  }

  /** Tab, vertical tab, form feed, carriage return or space. */
  public static boolean isAscii(char c) {
    return c == '\t' || c == 0x0B || c == '\f' || c == '\r' || c == ' ';
  }

  /** Without blanks at both ends. */
  public static String trim(String text) {
    String trimmed = trimStart(text);
    int end = trimmed.length();
    while (end > 0 && is(trimmed.codePointBefore(end))) {
      end -= Character.charCount(trimmed.codePointBefore(end));
    }
    return trimmed.substring(0, end);
  }

  public static String trimStart(String text) {
    return text.substring(skip(text, 0));
  }

  /** Where the blanks end that begin at {@code start}, which may be none. */
  public static int skip(String text, int start) {
    int end = start;
    while (end < text.length() && is(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  /** The plain words of {@code text}: what stands between ASCII blanks. */
  public static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = endOfWord(text, start);
      if (end > start) {
        words.add(text.substring(start, end));
      }
      start = end + 1;
    }
    return words;
  }

  /** The first ASCII blank at or behind {@code start}, or the text's end. */
  public static int endOfWord(String text, int start) {
    int end = start;
    while (end < text.length() && !isAscii(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
