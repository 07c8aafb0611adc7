package dev.kaniko.e2e.image;

/**
 * What a file holds.
 *
 * @param digest SHA-256, in hexadecimal; empty for what is no file
 * @param start the first {@link #SHOWN} bytes, one a char, so that a difference can be shown
 */
public record Content(String digest, String start) {
  static final int SHOWN = 200;

  static final Content NONE = new Content("", "");
}
