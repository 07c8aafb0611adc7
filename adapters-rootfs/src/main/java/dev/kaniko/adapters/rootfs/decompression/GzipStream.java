package dev.kaniko.adapters.rootfs.decompression;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip, all members of it. Spec: RFC 1952. What follows the last member and is not one is
 * ignored, as gzip itself does.
 */
final class GzipStream extends InputStream {
  private final InputStream source;
  private final ByteInput input;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc32 = new CRC32();
  private boolean inMember;
  private boolean atEnd;

  /**
   * @param source closed with this stream
   */
  GzipStream(InputStream source) {
    this.source = source;
    this.input = new ByteInput(source);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int read = 0;
    while (length > 0 && read == 0 && !atEnd) {
      if (!inMember) {
        startMember();
      } else {
        read = inflate(bytes, offset, length);
      }
    }
    return read == 0 && atEnd ? -1 : read;
  }

  private void startMember() throws IOException {
    inMember = GzipHeader.skip(input);
    atEnd = !inMember;
    inflater.reset();
    inflater.setInput(input.buffer(), input.position(), input.available());
    crc32.reset();
  }

  /**
   * @return 0 when more input or the next member is needed
   */
  private int inflate(byte[] bytes, int offset, int length) throws IOException {
    try {
      int read = inflater.inflate(bytes, offset, length);
      crc32.update(bytes, offset, read);
      if (read == 0) {
        advance();
      }
      return read;
    } catch (DataFormatException e) {
      throw new MalformedStream(StreamFormat.GZIP, String.valueOf(e.getMessage()), e);
    }
  }

  private void advance() throws IOException {
    if (inflater.finished()) {
      input.takeAllBut(inflater.getRemaining());
      finishMember();
    } else if (inflater.needsDictionary()) {
      throw malformed("it asks for a dictionary");
    } else {
      if (!input.fill()) {
        throw malformed("it is cut off");
      }
      inflater.setInput(input.buffer(), input.position(), input.available());
    }
  }

  private void finishMember() throws IOException {
    if (input.nextUnsignedInt() != crc32.getValue()) {
      throw malformed("the checksum of its content is wrong");
    }
    if (input.nextUnsignedInt() != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw malformed("the size of its content is wrong");
    }
    inMember = false;
  }

  private static MalformedStream malformed(String message) {
    return new MalformedStream(StreamFormat.GZIP, message);
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    source.close();
  }
}
