package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.adapters.rootfs.FakeTar;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.layer.Blob;
import dev.kaniko.ports.layer.ImageLayer;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Layers whose tars are only in memory: what is stored and read is a line that names them, with
 * some zeros behind it as tars have. "Compressed" means that a Z is in front.
 */
public final class FakeImages implements LayerDecoder {
  private final Map<String, List<FakeTar.Member>> tars = new ConcurrentHashMap<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  public ImageLayer layer(FakeTar.Member... members) {
    return layer(List.of(members));
  }

  public ImageLayer layer(List<FakeTar.Member> members) {
    String name = "tar " + tars.size() + " " + members.hashCode();
    tars.put(name, members);
    byte[] tar = Arrays.copyOf(bytes(name + "\n"), 700_000);
    byte[] blob = new byte[tar.length + 1];
    blob[0] = 'Z';
    System.arraycopy(tar, 0, blob, 1, tar.length);
    return layer(blob, Digest.sha256(blob), Digest.sha256(tar));
  }

  /** A layer of these bytes that claims these digests. */
  public ImageLayer layer(byte[] blob, Digest digest, Digest diffId) {
    return new ImageLayer(
        new Descriptor("layer", digest, blob.length), diffId, new Kept(blob, digest));
  }

  /** A layer with a static busybox as /bin/sh, and nothing else. */
  public ImageLayer busybox() throws IOException {
    String program =
        new String(Files.readAllBytes(Path.of("/usr/bin/busybox")), StandardCharsets.ISO_8859_1);
    return layer(
        FakeTar.directory("bin/"),
        FakeTar.file("bin/busybox", program).mode(0755),
        FakeTar.symlink("bin/sh", "busybox"),
        FakeTar.symlink("bin/cat", "busybox"),
        FakeTar.symlink("bin/ls", "busybox"),
        FakeTar.directory("tmp/").mode(01777));
  }

  /** How often a layer was fetched. */
  public int opened() {
    return opened.get();
  }

  public int closed() {
    return closed.get();
  }

  @Override
  public InputStream uncompressed(InputStream blob) throws IOException {
    if (blob.read() != 'Z') {
      throw new IOException("not compressed as expected");
    }
    return blob;
  }

  @Override
  public TarReader entries(InputStream tar) throws IOException {
    StringBuilder name = new StringBuilder();
    for (int b = tar.read(); b > 0 && b != '\n'; b = tar.read()) {
      name.append((char) b);
    }
    List<FakeTar.Member> members = tars.get(name.toString());
    if (members == null) {
      throw new IOException("not a tar");
    }
    return new FakeTar(members);
  }

  /** Checks its digest at the end, as blobs do. */
  private final class Kept implements Blob {
    private final byte[] bytes;
    private final Digest digest;

    Kept(byte[] bytes, Digest digest) {
      this.bytes = bytes;
      this.digest = digest;
    }

    @Override
    public InputStream open() {
      opened.incrementAndGet();
      return new FilterInputStream(new ByteArrayInputStream(bytes)) {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          int read = super.read(into, offset, length);
          if (read < 0 && !Digest.sha256(bytes).equals(digest)) {
            throw new dev.kaniko.ports.failure.UnsafeContentFailure(
                digest.toString(), "the blob has other bytes");
          }
          return read;
        }

        @Override
        public void close() throws IOException {
          closed.incrementAndGet();
          super.close();
        }
      };
    }

    @Override
    public Optional<Path> file() {
      return Optional.empty();
    }

    @Override
    public Optional<ImageReference> origin() {
      return Optional.empty();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
