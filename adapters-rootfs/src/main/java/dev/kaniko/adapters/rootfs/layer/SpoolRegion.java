package dev.kaniko.adapters.rootfs.layer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A part of a file, read through a descriptor of its own. */
final class SpoolRegion extends InputStream {
  private final SeekableByteChannel channel;
  private long left;

  private SpoolRegion(SeekableByteChannel channel, long left) {
    this.channel = channel;
    this.left = left;
  }

  static SpoolRegion open(Path path, long start, long size) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(path);
    channel.position(start);
    return new SpoolRegion(channel, size);
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
    if (left == 0) {
      return -1;
    }
    int read = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left)));
    if (read < 0) {
      throw new EOFException("the unpacked archive was cut off by somebody else");
    }
    left -= read;
    return read;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
