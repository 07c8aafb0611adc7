package dev.kaniko.domain.copy;

import dev.kaniko.domain.filesystem.FilePath;

/**
 * Where COPY or ADD puts its files.
 *
 * @param isDirectory true when it was written as one: with a slash or {@code /.} at the end
 */
public record Destination(FilePath path, boolean isDirectory) {

  /**
   * The destination written as {@code text} in a stage whose working directory is {@code
   * workingDirectory}.
   */
  public static Destination of(String text, FilePath workingDirectory) {
    String bytes = FilePath.bytesOf(text);
    boolean directory =
        bytes.isEmpty() || bytes.equals(".") || bytes.endsWith("/") || bytes.endsWith("/.");
    return new Destination(workingDirectory.resolve(bytes), directory);
  }
}
