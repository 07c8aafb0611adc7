package dev.kaniko.domain.copy;

/** What a COPY, ADD or WORKDIR asks for cannot be done; the message is for the user. */
public sealed class CopyRefused extends RuntimeException permits CopyRefused.SourceMissing {
  public CopyRefused(String message) {
    super(message);
  }

  /** There is nothing at a source's path. */
  public static final class SourceMissing extends CopyRefused {
    public SourceMissing(String message) {
      super(message);
    }
  }
}
