package dev.kaniko.adapters.registry.base;

import dev.kaniko.adapters.registry.document.ManifestReader;
import dev.kaniko.adapters.registry.file.LayoutDirectory;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.listener.BuildListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Base images as a warmer writes them, locked for all others that write. Builds may read meanwhile:
 * every file has its name when it is complete, and the index names an image when all of it is
 * there.
 */
public final class BaseStore implements AutoCloseable {
  private final LayoutDirectory layout;
  private final LayoutDirectory blobs;
  private final LayoutDirectory sha256;
  private final boolean anew;
  private long written;

  private BaseStore(LayoutDirectory layout, boolean anew) throws IOException {
    this.layout = layout;
    this.blobs = layout.directory("blobs");
    this.sha256 = blobs.directory("sha256");
    this.anew = anew;
  }

  /**
   * Waits until no other process writes.
   *
   * @param directory made, with its parents, when it is missing
   * @param anew whether what is there already is written once more
   */
  public static BaseStore open(Path directory, boolean anew, BuildListener listener)
      throws IOException {
    LayoutDirectory layout = LayoutDirectory.open(directory);
    try {
      layout.lock(() -> listener.say("Waiting: another process writes to " + directory));
      return new BaseStore(layout, anew);
    } catch (IOException | RuntimeException e) {
      layout.close();
      throw e;
    }
  }

  /** Writes a content, unless it is there as it should be. It is checked on its way. */
  public void write(Descriptor descriptor, LayoutDirectory.Content content) throws IOException {
    if (!descriptor.digest().algorithm().equals("sha256")) {
      // The layout has no other names: builds fetch it.
      return;
    }
    if (anew ? sha256.rewrite(descriptor, content) : sha256.write(descriptor, content)) {
      written += descriptor.size();
    }
  }

  /** How many bytes were not there. */
  public long written() {
    return written;
  }

  /** Names an image whose contents were written. */
  public void enter(BaseEntry entry) throws IOException {
    List<BaseEntry> entries = new ArrayList<>(entries());
    entries.removeIf(entry::replaces);
    entries.add(entry);
    layout.write("oci-layout", LayoutDirectory.LAYOUT.getBytes(StandardCharsets.UTF_8));
    layout.write(BaseIndex.NAME, BaseIndex.write(entries));
  }

  /** All images, in the order in which they were fetched. */
  public List<BaseEntry> entries() throws IOException {
    Optional<byte[]> index = layout.read(BaseIndex.NAME, ManifestReader.LARGEST);
    return index.isEmpty() ? List.of() : BaseIndex.read(index.get(), layout + "/index.json");
  }

  @Override
  public void close() {
    try (layout;
        blobs;
        sha256) {
      // All that was written has its name.
      return;
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot unlock " + layout + ": " + e.getMessage(), e);
    }
  }
}
