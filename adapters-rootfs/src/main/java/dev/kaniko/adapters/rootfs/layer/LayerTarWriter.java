package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.stream.TarWriter;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/** Writes a layer's entries into a tar, with the contents of its files. */
final class LayerTarWriter {
  private final TarWriter tar;
  private final TarEntries entries;

  LayerTarWriter(OutputStream out, Optional<Instant> latestTime) {
    this.tar = new TarWriter(out);
    this.entries = new TarEntries(latestTime);
  }

  /**
   * @throws IOException when the tar cannot be written; a file that cannot be read, or is not what
   *     it was said to be, is an {@link EnvironmentFailure}
   */
  void write(LayerEntry entry) throws IOException {
    Optional<TarEntry> header = entries.of(entry);
    if (header.isEmpty()) {
      return;
    }
    try {
      if (entry instanceof Present(FilePath path, RegularFile file)) {
        writeFile(header.get(), path, file);
      } else {
        tar.write(header.get());
      }
    } catch (IllegalArgumentException e) {
      throw new UnsafeContentFailure(
          entry.path().text(), "it cannot be put into a layer: " + e.getMessage(), e);
    }
  }

  private void writeFile(TarEntry header, FilePath path, RegularFile file) throws IOException {
    try (InputStream content = NamedContent.open(file.content(), path)) {
      tar.write(header, content);
    } catch (TarWriter.SizeMismatch e) {
      throw new EnvironmentFailure(
          path.text() + " was changed while it was put into a layer: it " + e.getMessage(),
          Optional.of("build again when nothing else writes to it"),
          e);
    }
  }

  void finish() throws IOException {
    tar.finish();
  }
}
