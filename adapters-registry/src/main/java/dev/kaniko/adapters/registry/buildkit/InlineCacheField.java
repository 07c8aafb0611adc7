package dev.kaniko.adapters.registry.buildkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kaniko.adapters.registry.json.StrictJson;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.ports.cache.CachedStep;
import dev.kaniko.ports.cache.InlineCache;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.BuiltImage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The cache in a field of the image's config. */
public final class InlineCacheField implements InlineCache {
  static final String NAME = "moby.buildkit.cache.v0";

  @Override
  public BuiltImage addedTo(BuiltImage image, List<CachedStep> steps) {
    Set<Digest> there =
        image.layers().stream().map(it -> it.descriptor().digest()).collect(Collectors.toSet());
    List<CachedStep> kept =
        steps.stream().filter(it -> there.contains(digestOf(it.layer().layer()))).toList();
    String records = CacheConfigJson.writeRecords(CacheConfigs.within(image.layers(), kept));
    String packed = Base64.getEncoder().encodeToString(records.getBytes(StandardCharsets.UTF_8));
    SortedMap<String, String> fields = new TreeMap<>(image.config().otherFields());
    fields.put(NAME, StrictJson.write(JsonNodeFactory.instance.textNode(packed)));
    ImageConfig config = image.config().withOtherFields(fields);
    return new BuiltImage(image.format(), config, image.layers(), image.annotations());
  }

  private static Digest digestOf(ImageLayer layer) {
    return layer.descriptor().digest();
  }
}
