package dev.kaniko.adapters.registry.client;

import dev.kaniko.domain.image.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashing by a digest's algorithm. */
final class Digests {
  private Digests() {}

  /**
   * @param algorithm of a {@link Digest}, which names only those that every Java platform has
   */
  static MessageDigest hash(String algorithm) {
    try {
      return MessageDigest.getInstance(
          switch (algorithm) {
            case "sha256" -> "SHA-256";
            case "sha512" -> "SHA-512";
            default -> algorithm;
          });
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(algorithm, e);
    }
  }

  static Digest of(String algorithm, byte[] bytes) {
    return finished(algorithm, hash(algorithm).digest(bytes));
  }

  static Digest finished(String algorithm, byte[] hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash));
  }
}
