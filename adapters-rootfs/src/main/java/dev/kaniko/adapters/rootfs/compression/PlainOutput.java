package dev.kaniko.adapters.rootfs.compression;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Packs nothing, but gathers small pieces. */
final class PlainOutput extends PackedOutput {
  private final OutputStream out;

  PlainOutput(OutputStream sink) {
    this.out = new BufferedOutputStream(sink, 1 << 17);
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void finish() throws IOException {
    out.flush();
  }

  @Override
  public void close() {}
}
