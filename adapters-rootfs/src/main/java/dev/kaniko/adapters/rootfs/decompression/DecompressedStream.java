package dev.kaniko.adapters.rootfs.decompression;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * A stream unpacked by what its first bytes say, whatever its name or media type; one that is not
 * packed comes out as it is.
 *
 * <p>Throws {@link MalformedStream} for damage and beyond the limits; failures of the source come
 * through unchanged. At the end the source was read to its end, so that a digest over it is
 * checked.
 */
public final class DecompressedStream extends InputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final PackedSource source;
  private final StreamFormat format;
  private final InflationLimits limits;
  private final InputStream unpacker;
  private long count;

  private DecompressedStream(
      PackedSource source, StreamFormat format, InflationLimits limits, InputStream unpacker) {
    this.source = source;
    this.format = format;
    this.limits = limits;
    this.unpacker = unpacker;
  }

  /**
   * Reads the first bytes.
   *
   * @param stream closed with what is returned; still the caller's if this throws
   */
  public static DecompressedStream open(InputStream stream, InflationLimits limits)
      throws IOException {
    return open(stream, limits, ZstdDecoder.best());
  }

  static DecompressedStream open(InputStream stream, InflationLimits limits, ZstdDecoder zstd)
      throws IOException {
    PackedSource source = new PackedSource(stream);
    StreamFormat format = source.format();
    try {
      return new DecompressedStream(source, format, limits, unpacker(source, format, limits, zstd));
    } catch (IOException | RuntimeException e) {
      throw translated(source, format, e);
    }
  }

  private static InputStream unpacker(
      PackedSource source, StreamFormat format, InflationLimits limits, ZstdDecoder zstd)
      throws IOException {
    return switch (format) {
      case PLAIN -> source;
      case GZIP -> new GzipStream(source);
      case BZIP2 ->
          new BZip2CompressorInputStream(new BufferedInputStream(source, BUFFER_BYTES), true);
      case XZ ->
          XZCompressorInputStream.builder()
              .setInputStream(new BufferedInputStream(source, BUFFER_BYTES))
              .setDecompressConcatenated(true)
              .setMemoryLimitKiB(limits.windowBytes() >> 10)
              .get();
      case ZSTD -> zstd.open(new ZstdFrames(source, limits.windowBytes()));
    };
  }

  public StreamFormat format() {
    return format;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int read;
    try {
      read = unpacker.read(bytes, offset, length);
      if (read < 0) {
        drain();
        return -1;
      }
    } catch (IOException | RuntimeException e) {
      // The unpackers throw unchecked exceptions of many kinds when they meet damage.
      throw translated(source, format, e);
    }
    count += read;
    checkLimits();
    return read;
  }

  private void drain() throws IOException {
    byte[] rest = new byte[1 << 13];
    int read = 0;
    while (read >= 0) {
      read = source.read(rest, 0, rest.length);
    }
  }

  private void checkLimits() throws MalformedStream {
    if (count > limits.totalBytes()) {
      throw new MalformedStream(
          format, "it unpacks to more than " + limits.totalBytes() + " bytes");
    }
    if (count > limits.ratioFrom() && count / limits.ratio() > source.count()) {
      throw new MalformedStream(
          format, "it unpacks to more than " + limits.ratio() + " times its size");
    }
  }

  private static IOException translated(PackedSource source, StreamFormat format, Exception e)
      throws IOException {
    source.rethrowOwn();
    if (e instanceof MalformedStream malformed) {
      return malformed;
    }
    String message = e.getMessage() == null ? "it cannot be unpacked" : e.getMessage();
    return new MalformedStream(format, message, e);
  }

  @Override
  public void close() throws IOException {
    unpacker.close();
  }
}
