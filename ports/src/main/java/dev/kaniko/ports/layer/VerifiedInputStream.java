package dev.kaniko.ports.layer;

import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Passes bytes on and throws {@link UnsafeContentFailure} unless they are exactly those that a
 * digest, and a size where it is known, name.
 *
 * <p>With a size, the digest is checked before the last bytes are handed out: who stops reading
 * there is as safe as who reads to the end. Without one, it is checked at the end of the stream. A
 * stream that is closed earlier has checked nothing. Skipped bytes are read.
 */
public final class VerifiedInputStream extends InputStream {
  private final InputStream source;
  private final Digest expected;
  private final OptionalLong size;
  private final String subject;
  private final MessageDigest hash;
  private long count;
  private boolean checked;

  /**
   * @param source closed with this stream
   */
  public VerifiedInputStream(InputStream source, Digest digest, long size) {
    this(source, digest, OptionalLong.of(size), digest.toString());
  }

  /**
   * @param source closed with this stream
   * @param subject what to call the content in a message
   */
  public VerifiedInputStream(InputStream source, Digest digest, OptionalLong size, String subject) {
    this.source = source;
    this.expected = digest;
    this.size = size;
    this.subject = subject;
    this.hash = newHash(digest.algorithm());
  }

  private static MessageDigest newHash(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    int read = source.read(bytes, offset, length);
    if (read < 0) {
      checkEnd();
      return -1;
    }
    count += read;
    if (size.isPresent() && count > size.getAsLong()) {
      throw new UnsafeContentFailure(
          subject, "has more bytes than the " + size.getAsLong() + " that were announced");
    }
    hash.update(bytes, offset, read);
    if (size.isPresent() && count == size.getAsLong()) {
      checkDigest();
    }
    return read;
  }

  private void checkEnd() {
    if (size.isPresent() && count < size.getAsLong()) {
      throw new UnsafeContentFailure(
          subject, "ends after " + count + " of the " + size.getAsLong() + " bytes announced");
    }
    checkDigest();
  }

  private void checkDigest() {
    if (checked) {
      return;
    }
    Digest actual = new Digest(expected.algorithm(), hex(hash.digest()));
    if (!actual.equals(expected)) {
      throw new UnsafeContentFailure(
          subject, "the bytes are damaged or not the right ones, their digest is " + actual);
    }
    checked = true;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
