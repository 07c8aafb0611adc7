package dev.kaniko.adapters.rootfs.tree;

import dev.kaniko.adapters.rootfs.linux.FileHandle;
import java.io.IOException;
import java.io.InputStream;

/** An open file as a stream, which closes it. */
final class FileInput extends InputStream {
  private final FileHandle file;

  FileInput(FileHandle file) {
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return file.read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return file.read(into, offset, length);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
