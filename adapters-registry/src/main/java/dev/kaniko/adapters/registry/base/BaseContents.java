package dev.kaniko.adapters.registry.base;

import dev.kaniko.adapters.registry.document.ManifestDocument.ImageManifest;
import dev.kaniko.adapters.registry.document.ManifestReader;
import dev.kaniko.adapters.registry.file.LayoutDirectory;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.cache.CacheContents;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is in a directory that a warmer has filled. */
public final class BaseContents implements CacheContents {
  private final Path directory;

  public BaseContents(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  @Override
  public String place() {
    return directory.toString();
  }

  @Override
  public List<Item> items() {
    try (LayoutDirectory layout = LayoutDirectory.existing(directory)) {
      List<Item> items = new ArrayList<>();
      for (BaseEntry entry : entries(layout)) {
        items.add(item(entry, layout));
      }
      items.sort(Comparator.comparing(Item::made).thenComparing(item -> item.names().getFirst()));
      return items;
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot read the cache " + place() + ": " + e.getMessage(), e);
    }
  }

  private static List<BaseEntry> entries(LayoutDirectory layout) throws IOException {
    Optional<byte[]> index = layout.read(BaseIndex.NAME, ManifestReader.LARGEST);
    return index.isEmpty() ? List.of() : BaseIndex.read(index.get(), layout + "/index.json");
  }

  private static String nameOf(BaseEntry entry) {
    return entry.reference() + " for " + entry.platform();
  }

  private static Item item(BaseEntry entry, LayoutDirectory layout) throws IOException {
    String name = nameOf(entry);
    try (LayoutDirectory blobs = layout.directory("blobs");
        LayoutDirectory sha256 = blobs.directory("sha256")) {
      Map<Digest, Long> contents = new HashMap<>();
      // An index that leads to the image is small: it is kept, and not counted.
      contents.put(entry.named(), 0L);
      contents.put(entry.manifest().digest(), entry.manifest().size());
      Optional<byte[]> json = sha256.read(entry.manifest().digest().hex(), ManifestReader.LARGEST);
      if (json.isEmpty()
          || !(ManifestReader.read(json.get(), Optional.empty(), name)
              instanceof ImageManifest image)) {
        return new Item("damaged", List.of(name), Instant.EPOCH, Map.of());
      }
      contents.put(image.config().digest(), image.config().size());
      image.layers().forEach(layer -> contents.put(layer.digest(), layer.size()));
      return new Item("base", List.of(name), entry.fetched(), contents);
    } catch (UnsafeContentFailure e) {
      return new Item("damaged", List.of(name), Instant.EPOCH, Map.of());
    }
  }

  @Override
  public long remove(Collection<Item> items) {
    try (LayoutDirectory layout = LayoutDirectory.existing(directory)) {
      layout.lock(() -> {});
      Set<String> gone = new HashSet<>();
      items.forEach(item -> gone.addAll(item.names()));
      List<BaseEntry> kept = new ArrayList<>(entries(layout));
      kept.removeIf(entry -> gone.contains(nameOf(entry)));
      layout.write(BaseIndex.NAME, BaseIndex.write(kept));
      Set<String> needed = new HashSet<>();
      for (BaseEntry entry : kept) {
        item(entry, layout).contents().keySet().forEach(digest -> needed.add(digest.hex()));
      }
      return layout.removeBlobsBut(needed);
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot prune the cache " + place() + ": " + e.getMessage(), e);
    }
  }
}
