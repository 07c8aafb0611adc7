package dev.kaniko.domain.copy;

/** What a COPY, ADD or WORKDIR asks for cannot be done; the message is for the user. */
public final class CopyRefused extends RuntimeException {
  public CopyRefused(String message) {
    super(message);
  }
}
