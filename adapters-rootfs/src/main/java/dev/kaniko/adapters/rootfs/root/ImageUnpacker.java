package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.FileTarget;
import dev.kaniko.adapters.rootfs.tree.write.LayerUnpacker;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TreeWriter;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Unpacks the layers of an image into one directory, checking every digest. */
public final class ImageUnpacker {
  /** What a root has whose layers say nothing of it. */
  private static final FileMetadata ROOT = FileMetadata.ofRoot(0755, Instant.EPOCH);

  private final LayerDecoder decoder;
  private final SkippedContent skipped;

  public ImageUnpacker(LayerDecoder decoder, SkippedContent skipped) {
    this.decoder = decoder;
    this.skipped = skipped;
  }

  /**
   * Unpacks {@code layers}, lowest first. While one is written, the next is already fetched.
   *
   * @param root holds nothing but what is left alone
   * @throws dev.kaniko.ports.failure.UnsafeContentFailure when a layer is damaged or hostile; what
   *     is in the directory then is of no use
   * @throws EnvironmentFailure when reading or writing fails
   */
  public void unpack(List<ImageLayer> layers, DirectoryHandle root, LeftAlone leftAlone) {
    try (TreeWriter writer = new TreeWriter(root, leftAlone, skipped)) {
      unpack(layers, writer);
      writer.finish();
    } catch (IOException e) {
      throw new EnvironmentFailure("a root could not be unpacked: " + e.getMessage(), e);
    }
  }

  /** As above, to a target that holds nothing. */
  public void unpack(List<ImageLayer> layers, FileTarget target) {
    Deque<LayerStream> ahead = new ArrayDeque<>();
    String subject = "the root directory";
    try {
      target.directory(FilePath.ROOT, ROOT);
      int started = 0;
      for (ImageLayer layer : layers) {
        subject = "layer " + layer.descriptor().digest();
        while (started < layers.size() && ahead.size() < 2) {
          ahead.addLast(new LayerStream(layers.get(started++), decoder));
        }
        try (LayerStream stream = ahead.removeFirst()) {
          unpack(stream, target, subject);
        }
      }
    } catch (IOException e) {
      throw new EnvironmentFailure(subject + " could not be unpacked: " + e.getMessage(), e);
    } finally {
      ahead.forEach(LayerStream::close);
    }
  }

  private static void unpack(LayerStream stream, FileTarget target, String subject)
      throws IOException {
    TarReader entries = stream.entries();
    new LayerUnpacker(target, subject).unpack(entries);
    stream.verify();
  }
}
