package dev.kaniko.adapters.registry.cache;

import dev.kaniko.adapters.registry.document.ManifestDocument;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageIndex;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageManifest;
import dev.kaniko.adapters.registry.document.ManifestReader;
import dev.kaniko.adapters.registry.file.LayoutDirectory;
import dev.kaniko.domain.image.Descriptor;
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
import java.util.regex.Pattern;

/** What is in the directory of a {@link LayoutLayerCache}. */
public final class LayerLayouts implements CacheContents {
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

  private final Path directory;

  public LayerLayouts(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  @Override
  public String place() {
    return "oci:" + directory;
  }

  @Override
  public List<Item> items() {
    try (LayoutDirectory root = LayoutDirectory.existing(directory)) {
      return items(root);
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot read the cache " + place() + ": " + e.getMessage(), e);
    }
  }

  private static List<Item> items(LayoutDirectory root) throws IOException {
    Map<Digest, Item> byManifest = new HashMap<>();
    List<Item> items = new ArrayList<>();
    for (String name : root.names()) {
      if (KEY.matcher(name).matches()) {
        Optional<Descriptor> manifest = manifestOf(root, name);
        if (manifest.isPresent()) {
          byManifest.merge(
              manifest.get().digest(),
              item(root, name, manifest.get()),
              (one, other) -> new Item(one.kind(), joined(one, other), one.made(), one.contents()));
        } else {
          items.add(damaged(name));
        }
      }
    }
    items.addAll(byManifest.values());
    items.sort(Comparator.comparing(Item::made).thenComparing(item -> item.names().getFirst()));
    return items;
  }

  private static List<String> joined(Item one, Item other) {
    List<String> names = new ArrayList<>(one.names());
    names.addAll(other.names());
    names.sort(Comparator.naturalOrder());
    return names;
  }

  private static Item damaged(String key) {
    return new Item("damaged", List.of(key), Instant.EPOCH, Map.of());
  }

  private static Optional<Descriptor> manifestOf(LayoutDirectory root, String key)
      throws IOException {
    try (LayoutDirectory layout = root.directory(key)) {
      return document(layout, "index.json")
          .filter(it -> it instanceof ImageIndex index && index.entries().size() == 1)
          .map(it -> ((ImageIndex) it).entries().getFirst().descriptor());
    }
  }

  private static Item item(LayoutDirectory root, String key, Descriptor manifest)
      throws IOException {
    try (LayoutDirectory blobs = root.directory("blobs");
        LayoutDirectory sha256 = blobs.directory("sha256")) {
      Optional<ManifestDocument> document = document(sha256, manifest.digest().hex());
      if (document.isEmpty() || !(document.get() instanceof ImageManifest image)) {
        return damaged(key);
      }
      Map<Digest, Long> contents = new HashMap<>();
      contents.put(manifest.digest(), manifest.size());
      contents.put(image.config().digest(), image.config().size());
      image.layers().forEach(layer -> contents.put(layer.digest(), layer.size()));
      return new Item("layer", List.of(key), CacheEntry.made(image), contents);
    }
  }

  /** Empty when it is not there, or not as it should be. */
  private static Optional<ManifestDocument> document(LayoutDirectory directory, String name)
      throws IOException {
    try {
      return directory
          .read(name, ManifestReader.LARGEST)
          .map(bytes -> ManifestReader.read(bytes, Optional.empty(), name));
    } catch (UnsafeContentFailure e) {
      return Optional.empty();
    }
  }

  @Override
  public long remove(Collection<Item> items) {
    try (LayoutDirectory root = LayoutDirectory.existing(directory)) {
      // Others wait before they store more: what no item needs now, nobody is about to need.
      root.lock(() -> {});
      for (Item item : items) {
        for (String name : item.names()) {
          root.removeAll(name);
        }
      }
      Set<String> needed = new HashSet<>();
      items(root).forEach(it -> it.contents().keySet().forEach(each -> needed.add(each.hex())));
      return root.removeBlobsBut(needed);
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot prune the cache " + place() + ": " + e.getMessage(), e);
    }
  }
}
