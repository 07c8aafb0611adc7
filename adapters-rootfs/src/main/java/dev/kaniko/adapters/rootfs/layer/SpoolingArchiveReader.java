package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.adapters.rootfs.decompression.DecompressedStream;
import dev.kaniko.adapters.rootfs.decompression.MalformedStream;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.adapters.rootfs.tar.stream.TarStreamReader;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ArchiveReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads archives once and keeps the contents of their members, unpacked, in one file each in a
 * directory of the build's.
 */
public final class SpoolingArchiveReader implements ArchiveReader {
  private final Path workDirectory;
  private final TreeUnpacker unpacker;
  private final LayerTars tars;

  /**
   * @param workDirectory exists
   */
  public SpoolingArchiveReader(Path workDirectory, TreeUnpacker unpacker, LayerTars tars) {
    this.workDirectory = workDirectory;
    this.unpacker = unpacker;
    this.tars = tars;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Whether it is an archive is told by the first header: what comes after it may be damaged,
   * but is not taken for the content of a plain file any more.
   */
  @Override
  public Optional<Archive> open(FileContent content, String name) {
    try (InputStream stream = content.open()) {
      return open(stream, name);
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot unpack the archive " + name + " to " + workDirectory + ": " + e.getMessage(), e);
    }
  }

  private Optional<Archive> open(InputStream stream, String name) throws IOException {
    try (DecompressedStream unpacked = tars.uncompressed(stream)) {
      InputStream tar = new BufferedInputStream(unpacked, 1 << 16);
      return TarStreamReader.isAtHeader(tar)
          ? Optional.of(SpooledArchive.of(reader(tar, name), workDirectory))
          : Optional.empty();
    } catch (MalformedStream _) {
      // Before the first header: the file only begins like packed data, and is copied as it is.
      return Optional.empty();
    }
  }

  private TarReader reader(InputStream tar, String name) {
    return new NamedTarReader(tars.entries(tar), name);
  }

  @Override
  public void unpack(InputStream stream, String name, Path directory) throws IOException {
    try (TarReader tar = reader(tars.uncompressed(stream), name)) {
      unpacker.unpack(tar, name, directory);
    } catch (MalformedStream e) {
      throw new UnsafeContentFailure(name, e.getMessage(), e);
    }
  }
}
