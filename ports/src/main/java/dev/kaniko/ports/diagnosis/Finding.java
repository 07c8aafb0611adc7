package dev.kaniko.ports.diagnosis;

/**
 * One thing that was found out, on one line.
 *
 * @param text never the value of a secret
 */
public record Finding(Mark mark, String text) {
  public Finding {
    if (text.contains("\n")) {
      throw new IllegalArgumentException("a finding is one line, not: " + text);
    }
  }

  /** What a finding means to a build. */
  public enum Mark {
    /** Possible, or as it should be. */
    OK,
    /** Not possible, or wrong. */
    NO,
    /** Good to know. */
    NOTE
  }

  public static Finding ok(String text) {
    return new Finding(Mark.OK, oneLine(text));
  }

  public static Finding no(String text) {
    return new Finding(Mark.NO, oneLine(text));
  }

  public static Finding note(String text) {
    return new Finding(Mark.NOTE, oneLine(text));
  }

  /** What was found may quote files and answers that anybody wrote. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
