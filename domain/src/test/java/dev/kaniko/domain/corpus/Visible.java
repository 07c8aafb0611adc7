package dev.kaniko.domain.corpus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Texts in which everything can be seen, also what an editor hides or changes. */
public final class Visible {
  private static final Map<String, byte[]> SIGNS =
      Map.ofEntries(
          Map.entry("␍", new byte[] {'\r'}),
          Map.entry("␉", new byte[] {'\t'}),
          Map.entry("␊", new byte[] {'\n'}),
          Map.entry("␠", new byte[] {' '}),
          Map.entry("␀", new byte[] {0}),
          Map.entry("␈", new byte[] {'\b'}),
          Map.entry("␌", new byte[] {'\f'}),
          Map.entry("⟨BOM⟩", new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}),
          Map.entry("⟨NBSP⟩", "\u00A0".getBytes(StandardCharsets.UTF_8)),
          Map.entry("⟨FF⟩", new byte[] {(byte) 0xFF}),
          Map.entry("⟨C3⟩", new byte[] {(byte) 0xC3}),
          Map.entry("∅", new byte[0]));

  private Visible() {}

  /** The bytes that a text with signs means. */
  public static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int position = 0;
    while (position < text.length()) {
      int length = signAt(text, position, bytes);
      if (length == 0) {
        length = Character.charCount(text.codePointAt(position));
        bytes.writeBytes(
            text.substring(position, position + length).getBytes(StandardCharsets.UTF_8));
      }
      position += length;
    }
    return bytes.toByteArray();
  }

  /** The text that a text with signs means. */
  public static String text(String text) {
    return new String(bytes(text), StandardCharsets.UTF_8);
  }

  /** The bytes, one a char, that a text with signs means. */
  public static String byteChars(String text) {
    return new String(bytes(text), StandardCharsets.ISO_8859_1);
  }

  /** The same text with signs for what could not be seen. */
  public static String show(String text) {
    return text.replace("\r", "␍")
        .replace("\n", "␊")
        .replace("\t", "␉")
        .replace("\b", "␈")
        .replace("\f", "␌")
        .replace("\0", "␀")
        .replace("\u00A0", "⟨NBSP⟩");
  }

  private static int signAt(String text, int position, ByteArrayOutputStream bytes) {
    for (Map.Entry<String, byte[]> sign : SIGNS.entrySet()) {
      if (text.startsWith(sign.getKey(), position)) {
        bytes.writeBytes(sign.getValue());
        return sign.getKey().length();
      }
    }
    return 0;
  }
}
