package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The tar of one layer, read ahead from the moment this is made. The digest of the stored bytes is
 * checked by their stream, which is always read to its end; that of the tar is checked here.
 */
final class LayerStream implements Closeable {
  private final ImageLayer layer;
  private final LayerDecoder decoder;
  private final MessageDigest diffId;
  private final ReadAhead tar;

  LayerStream(ImageLayer layer, LayerDecoder decoder) {
    this.layer = layer;
    this.decoder = decoder;
    this.diffId = digestOf(layer.diffId().algorithm());
    this.tar = new ReadAhead("layer " + layer.descriptor().digest(), this::open);
  }

  TarReader entries() throws IOException {
    return decoder.entries(tar);
  }

  /**
   * Reads what is left behind the last entry, and checks.
   *
   * @throws UnsafeContentFailure when the tar is not the one that the image's config names
   */
  void verify() throws IOException {
    tar.transferTo(OutputStream.nullOutputStream());
    Digest found =
        new Digest(layer.diffId().algorithm(), HexFormat.of().formatHex(diffId.digest()));
    if (!found.equals(layer.diffId())) {
      throw new UnsafeContentFailure(
          "layer " + layer.descriptor().digest(),
          "its uncompressed content has the digest "
              + found
              + ", and the image's config says "
              + layer.diffId());
    }
  }

  @Override
  public void close() {
    tar.close();
  }

  private InputStream open() throws IOException {
    InputStream blob = layer.content().open();
    boolean opened = false;
    try {
      InputStream uncompressed = decoder.uncompressed(blob);
      opened = true;
      return toTheEnd(uncompressed, blob);
    } finally {
      if (!opened) {
        blob.close();
      }
    }
  }

  private InputStream toTheEnd(InputStream uncompressed, InputStream blob) {
    return new DigestInputStream(uncompressed, diffId) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read < 0) {
          // Behind the compressed stream there may be more bytes, which the digest counts.
          blob.transferTo(OutputStream.nullOutputStream());
        }
        return read;
      }
    };
  }

  private static MessageDigest digestOf(String algorithm) {
    try {
      return MessageDigest.getInstance(
          switch (algorithm) {
            case "sha256" -> "SHA-256";
            case "sha512" -> "SHA-512";
            default -> throw new IllegalArgumentException("digest algorithm " + algorithm);
          });
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no " + algorithm, e);
    }
  }
}
