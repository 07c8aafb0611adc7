package dev.kaniko.adapters.registry.buildkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaniko.adapters.registry.document.ManifestReader;
import dev.kaniko.adapters.registry.document.ManifestWriter;
import dev.kaniko.adapters.registry.file.LayoutDirectory;
import dev.kaniko.adapters.registry.json.StrictJson;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.ports.cache.CacheTarget;
import dev.kaniko.ports.cache.CachedStep;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image layout. What it has under other tags stays, and so do the blobs of older caches, as with
 * BuildKit.
 *
 * @param directory made, with its parents, when the cache is written
 * @param asImage see {@link CacheDocuments}
 */
record LayoutCacheTarget(Path directory, String tag, boolean asImage) implements CacheTarget {

  @Override
  public String name() {
    return directory + ":" + tag;
  }

  @Override
  public void check() {
    LayoutDirectory.requireWritable(directory);
  }

  @Override
  public void write(List<CachedStep> steps) {
    DescribedImage cache = CacheDocuments.of(steps, asImage);
    try (LayoutDirectory layout = LayoutDirectory.open(directory)) {
      layout.lock(() -> {});
      layout.write("oci-layout", bytes(LayoutDirectory.LAYOUT));
      writeBlobs(cache, layout);
      layout.write("index.json", bytes(index(layout, cache.manifestDescriptor())));
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot write the image layout " + directory + ": " + e.getMessage(), e);
    }
  }

  private static void writeBlobs(DescribedImage cache, LayoutDirectory layout) throws IOException {
    try (LayoutDirectory blobs = layout.directory("blobs");
        LayoutDirectory sha256 = blobs.directory("sha256")) {
      for (ImageLayer layer : cache.image().layers()) {
        sha256.write(layer.descriptor(), layer.content()::open);
      }
      byte[] config = bytes(cache.config());
      byte[] manifest = bytes(cache.manifest());
      sha256.write(cache.configDescriptor(), () -> new ByteArrayInputStream(config));
      sha256.write(cache.manifestDescriptor(), () -> new ByteArrayInputStream(manifest));
    }
  }

  /** The index that there was, with the tag meaning the new cache. */
  private String index(LayoutDirectory layout, Descriptor manifest) throws IOException {
    Descriptor named = manifest.withAnnotations(Map.of(LayoutCacheStore.REF_NAME, tag));
    String alone = ManifestWriter.index(List.of(named));
    Optional<byte[]> old = layout.read("index.json", ManifestReader.LARGEST);
    if (old.isEmpty()) {
      return alone;
    }
    String subject = directory.resolve("index.json").toString();
    ArrayNode entries = JsonNodeFactory.instance.arrayNode();
    for (JsonNode entry : StrictJson.read(old.get(), subject).path("manifests")) {
      if (!entry.path("annotations").path(LayoutCacheStore.REF_NAME).asText().equals(tag)) {
        entries.add(entry);
      }
    }
    ObjectNode whole = (ObjectNode) StrictJson.read(bytes(alone), subject);
    entries.addAll((ArrayNode) whole.path("manifests"));
    whole.set("manifests", entries);
    return StrictJson.write(whole);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
