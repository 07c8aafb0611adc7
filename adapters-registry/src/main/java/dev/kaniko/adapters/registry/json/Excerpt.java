package dev.kaniko.adapters.registry.json;

/** Words from outside, made fit for a message: short, on one line, nothing a terminal obeys. */
public final class Excerpt {
  private static final int LONGEST = 300;

  private Excerpt() {}

  public static String of(String text) {
    StringBuilder clean = new StringBuilder();
    int end = Math.min(text.length(), LONGEST);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      clean.append(Character.isISOControl(c) ? ' ' : c);
    }
    String kept = clean.toString().strip();
    return text.length() > LONGEST ? kept + "…" : kept;
  }
}
