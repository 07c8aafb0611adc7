package dev.kaniko.e2e.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads a layer's blob to its last byte and checks that it is what the manifest says. */
final class LayerReader {

  private LayerReader() {}

  static Layer read(InputStream blob, String digest, long size) throws IOException {
    MessageDigest compressed = Sha256.newDigest();
    MessageDigest uncompressed = Sha256.newDigest();
    CountingStream counted = new CountingStream(new DigestInputStream(blob, compressed));
    List<LayerEntry> entries;
    try (InputStream tar = new DigestInputStream(inflated(counted), uncompressed)) {
      entries = entries(tar);
      tar.transferTo(OutputStream.nullOutputStream());
      counted.transferTo(OutputStream.nullOutputStream());
    }
    String actual = Sha256.digest(compressed);
    if (!actual.equals(digest) || counted.count() != size) {
      throw new MalformedImage(
          "a layer of %d bytes, %s, where the manifest says %d bytes, %s"
              .formatted(counted.count(), actual, size, digest));
    }
    return new Layer(digest, Sha256.digest(uncompressed), entries);
  }

  /** Gzip is known by its first bytes; anything else is taken for a bare tar. */
  private static InputStream inflated(InputStream blob) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(blob, 1 << 16);
    buffered.mark(2);
    boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return gzip ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }

  private static List<LayerEntry> entries(InputStream tar) throws IOException {
    TarStream stream = new TarStream(tar);
    List<LayerEntry> entries = new ArrayList<>();
    for (Optional<TarHeader> next = stream.next(); next.isPresent(); next = stream.next()) {
      TarHeader header = next.get();
      Content content = header.kind() == FileKind.FILE ? content(stream) : Content.NONE;
      entries.add(new LayerEntry(header, content));
    }
    return entries;
  }

  private static Content content(TarStream stream) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    StringBuilder start = new StringBuilder();
    byte[] buffer = new byte[1 << 16];
    for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
      digest.update(buffer, 0, count);
      int missing = Math.min(count, Content.SHOWN - start.length());
      start.append(new String(buffer, 0, missing, StandardCharsets.ISO_8859_1));
    }
    return new Content(Sha256.hex(digest.digest()), start.toString());
  }
}
