package dev.kaniko.domain.source;

/**
 * Where an instruction stands in its file.
 *
 * @param file the file's name as the user knows it, for messages only
 * @param firstLine the first physical line, counted from 1
 * @param lastLine the last physical line, the same as {@code firstLine} for most instructions
 */
public record SourcePosition(String file, int firstLine, int lastLine) {
  public SourcePosition {
    if (firstLine < 1 || lastLine < firstLine) {
      throw new IllegalArgumentException("lines " + firstLine + " to " + lastLine);
    }
  }

  public static SourcePosition line(String file, int line) {
    return new SourcePosition(file, line, line);
  }

  /** {@code file:line}, the form that editors and terminals turn into a link. */
  @Override
  public String toString() {
    return file + ":" + firstLine;
  }
}
