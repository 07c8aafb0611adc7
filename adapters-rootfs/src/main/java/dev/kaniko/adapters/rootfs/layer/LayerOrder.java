package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.OpaqueWhiteout;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayerEntry.Whiteout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order of entries in a layer's tar: depth first, and in every directory the whiteouts before
 * all else, as image-spec layer.md recommends.
 */
final class LayerOrder {
  /** Sorts before every name; no name holds it. */
  private static final String FIRST = "\0";

  private LayerOrder() {}

  /**
   * @throws IllegalArgumentException when two entries are for the same thing
   */
  static List<LayerEntry> sorted(List<LayerEntry> entries) {
    List<LayerEntry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(LayerOrder::place));
    for (int i = 1; i < sorted.size(); i++) {
      if (place(sorted.get(i - 1)).equals(place(sorted.get(i)))) {
        throw new IllegalArgumentException("a layer with two entries for " + sorted.get(i).path());
      }
    }
    return sorted;
  }

  private static FilePath place(LayerEntry entry) {
    return switch (entry) {
      case Present present -> present.path();
      case HardLink link -> link.path();
      case OpaqueWhiteout(FilePath path) -> path.child(FIRST);
      case Whiteout(FilePath path) -> path.parent().child(FIRST + FIRST + path.name());
    };
  }
}
