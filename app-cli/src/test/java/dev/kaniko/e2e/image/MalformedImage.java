package dev.kaniko.e2e.image;

/** An image no reader should be expected to take. */
public final class MalformedImage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedImage(String message) {
    super(message);
  }
}
