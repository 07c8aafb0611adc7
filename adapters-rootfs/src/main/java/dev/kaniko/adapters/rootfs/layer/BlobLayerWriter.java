package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.adapters.rootfs.compression.CompressionWorkers;
import dev.kaniko.adapters.rootfs.compression.PackedOutput;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.layer.LayerWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Writes layers into files named by their digests, {@code DIRECTORY/sha256/HEX}, as an OCI layout
 * has its blobs. A file with such a name is always complete. May be used by several threads.
 *
 * <p>The thread that calls makes the tar and its digest; the workers pack it, digest the packed
 * bytes and write them. Nothing is forced to the disk: a blob does not outlive its build.
 */
public final class BlobLayerWriter implements LayerWriter {
  private final Path directory;
  private final CompressionWorkers workers;

  /**
   * @param directory made when it is missing
   * @param workers not closed by this writer
   */
  public BlobLayerWriter(Path directory, CompressionWorkers workers) {
    this.directory = directory.resolve("sha256");
    this.workers = workers;
  }

  /**
   * {@inheritDoc}
   *
   * @throws EnvironmentFailure when a file cannot be read or the blob cannot be written
   * @throws dev.kaniko.ports.failure.UnsafeContentFailure for an entry that no layer can hold
   */
  @Override
  public ImageLayer write(List<LayerEntry> entries, LayerOptions options) {
    String mediaType = MediaTypes.layer(options.format(), options.compression());
    List<LayerEntry> ordered = LayerOrder.sorted(entries);
    try {
      Files.createDirectories(directory);
      Path unfinished = Files.createTempFile(directory, "layer-", ".part");
      try {
        Written written = write(ordered, options, unfinished);
        Path blob = directory.resolve(written.digest().hex());
        Files.move(unfinished, blob, StandardCopyOption.ATOMIC_MOVE);
        Descriptor descriptor = new Descriptor(mediaType, written.digest(), written.size());
        return new ImageLayer(descriptor, written.diffId(), new FileBlob(blob, descriptor));
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot write a layer to " + directory + ": " + e.getMessage(),
          Optional.of("is there space left on that disk?"),
          e);
    }
  }

  private record Written(Digest digest, long size, Digest diffId) {}

  private Written write(List<LayerEntry> entries, LayerOptions options, Path file)
      throws IOException {
    try (DigestedOutput blob = new DigestedOutput(Files.newOutputStream(file));
        PackedOutput packed = workers.open(blob, options.compression(), options.level())) {
      if (options.compression() == Compression.NONE) {
        writeTar(entries, options, packed);
        packed.finish();
        Digest digest = blob.digest();
        return new Written(digest, blob.size(), digest);
      }
      DigestedOutput tar = new DigestedOutput(packed);
      writeTar(entries, options, tar);
      packed.finish();
      return new Written(blob.digest(), blob.size(), tar.digest());
    }
  }

  private static void writeTar(List<LayerEntry> entries, LayerOptions options, OutputStream out)
      throws IOException {
    LayerTarWriter tar = new LayerTarWriter(out, options.latestTime());
    for (LayerEntry entry : entries) {
      tar.write(entry);
    }
    tar.finish();
  }
}
