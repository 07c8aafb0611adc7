package dev.kaniko.e2e.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All there is to know of an image.
 *
 * @param layers the base's first
 * @param files what the layers make together, by path
 */
public record ImageSnapshot(
    JsonNode manifest, JsonNode config, List<Layer> layers, SortedMap<String, FileState> files) {

  public ImageSnapshot {
    layers = List.copyOf(layers);
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  public static ImageSnapshot of(JsonNode manifest, JsonNode config, List<Layer> layers) {
    FlatTree tree = new FlatTree();
    layers.forEach(tree::apply);
    return new ImageSnapshot(manifest, config, layers, tree.files());
  }
}
