package dev.kaniko.e2e.difference;

import dev.kaniko.e2e.image.ImageSnapshot;
import dev.kaniko.e2e.image.Layer;
import dev.kaniko.e2e.image.LayerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares which paths each layer speaks of. What they hold shows in the files. */
final class LayerDifference {

  private LayerDifference() {}

  /**
   * @param baseLayers digests of layers that came with the base: those are passed on as they are
   */
  static List<String> between(
      ImageSnapshot expected, ImageSnapshot actual, Set<String> baseLayers) {
    int wanted = expected.layers().size();
    int found = actual.layers().size();
    if (wanted != found) {
      return List.of("layers: %d, expected %d".formatted(found, wanted));
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      Layer theirs = expected.layers().get(i);
      Layer ours = actual.layers().get(i);
      if (baseLayers.contains(theirs.digest()) && !ours.digest().equals(theirs.digest())) {
        lines.add("layer %d: is not the base's own %s".formatted(i + 1, theirs.digest()));
      }
      lines.addAll(paths("layer " + (i + 1), theirs, ours));
    }
    return lines;
  }

  private static List<String> paths(String where, Layer expected, Layer actual) {
    SortedSet<String> missing = names(expected);
    SortedSet<String> unexpected = names(actual);
    missing.removeAll(names(actual));
    unexpected.removeAll(names(expected));
    List<String> lines = new ArrayList<>();
    missing.forEach(name -> lines.add("%s: lacks /%s".formatted(where, name)));
    unexpected.forEach(name -> lines.add("%s: has /%s, unexpected".formatted(where, name)));
    return lines;
  }

  private static SortedSet<String> names(Layer layer) {
    SortedSet<String> names = new TreeSet<>();
    for (LayerEntry entry : layer.entries()) {
      names.add(Names.shown(entry.path()));
    }
    return names;
  }
}
