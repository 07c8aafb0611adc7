package dev.kaniko.e2e.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The one digest images are named by. */
public final class Sha256 {

  private Sha256() {}

  public static String digestOf(byte[] bytes) {
    return "sha256:" + hex(newDigest().digest(bytes));
  }

  static String digest(MessageDigest finished) {
    return "sha256:" + hex(finished.digest());
  }

  static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
