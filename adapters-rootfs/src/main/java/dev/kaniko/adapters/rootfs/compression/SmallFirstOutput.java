package dev.kaniko.adapters.rootfs.compression;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Packs a stream one way when all of it is small, and another way when it is not. Most layers of
 * most builds are small, and the way for large ones has libraries to load, which takes longer than
 * the whole of a small build.
 */
final class SmallFirstOutput extends PackedOutput {
  /** The most bytes of a small stream. */
  static final int SMALL = 1 << 16;

  private final Supplier<PackedOutput> small;
  private final Supplier<PackedOutput> large;
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
  private Optional<PackedOutput> chosen = Optional.empty();

  SmallFirstOutput(Supplier<PackedOutput> small, Supplier<PackedOutput> large) {
    this.small = small;
    this.large = large;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (chosen.isEmpty() && gathered.size() + length <= SMALL) {
      gathered.write(bytes, offset, length);
      return;
    }
    if (chosen.isEmpty()) {
      choose(large);
    }
    chosen.orElseThrow().write(bytes, offset, length);
  }

  @Override
  public void finish() throws IOException {
    if (chosen.isEmpty()) {
      choose(small);
    }
    chosen.orElseThrow().finish();
  }

  private void choose(Supplier<PackedOutput> way) throws IOException {
    PackedOutput output = way.get();
    chosen = Optional.of(output);
    gathered.writeTo(output);
    gathered.reset();
  }

  @Override
  public void close() {
    chosen.ifPresent(PackedOutput::close);
  }
}
