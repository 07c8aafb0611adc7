package dev.kaniko.domain.source;

/** A piece of the user's text inside a message: on one line, readable, and never endless. */
public final class QuotedText {
  private static final int LONGEST = 200;

  private QuotedText() {}

  /** The text in double quotes; control characters are escaped, a long text is cut. */
  public static String of(String text) {
    String shown = cut(text);
    StringBuilder quoted = new StringBuilder(shown.length() + 2).append('"');
    for (int i = 0; i < shown.length(); i++) {
      append(quoted, shown.charAt(i));
    }
    return quoted.append('"').toString();
  }

  /** The text as it is, but cut when it is long. */
  public static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  private static void append(StringBuilder quoted, char c) {
    switch (c) {
      case '"', '\\' -> quoted.append('\\').append(c);
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      default -> {
        if (Character.isISOControl(c)) {
          quoted.append(String.format("\\x%02x", (int) c));
        } else {
          quoted.append(c);
        }
      }
    }
  }
}
