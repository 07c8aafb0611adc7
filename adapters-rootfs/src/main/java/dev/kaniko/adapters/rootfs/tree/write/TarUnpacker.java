package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Unpacks a tar that is no layer: {@code .wh.} has no meaning in its names. */
public final class TarUnpacker {
  private final SkippedContent skipped;

  public TarUnpacker(SkippedContent skipped) {
    this.skipped = skipped;
  }

  /**
   * Unpacks {@code tar} to its end. Nothing is written outside {@code directory}, whatever the tar
   * says, and nothing inside it that was not asked for.
   *
   * @param name of the tar, for messages
   * @param directory exists; what is there already is replaced entry by entry
   * @throws UnsafeContentFailure for an entry that cannot be put where it says
   * @throws IOException when reading or writing fails
   */
  public void unpack(TarReader tar, String name, Path directory) throws IOException {
    try (DirectoryHandle root = DirectoryHandle.open(directory);
        TreeWriter writer = new TreeWriter(root, LeftAlone.NOTHING, skipped)) {
      TarEntryWriter entries = new TarEntryWriter(writer);
      for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
        TarEntry entry = next.get();
        entries.write(TarEntryWriter.pathOf(entry), entry, tar.content());
      }
      writer.finish();
    } catch (UnsafeEntryException e) {
      throw new UnsafeContentFailure(name, e.getMessage(), e);
    }
  }
}
