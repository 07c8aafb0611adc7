package dev.kaniko.application.run;

import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Leaves what a command has changed at or below some paths out of the layer. */
final class IgnoredPaths {
  private final Set<FilePath> paths;

  IgnoredPaths(Set<FilePath> paths) {
    this.paths = Set.copyOf(paths);
  }

  /**
   * @param changes in the order of their paths
   */
  List<LayerEntry> without(List<LayerEntry> changes) {
    if (paths.isEmpty()) {
      return changes;
    }
    List<LayerEntry> left = new ArrayList<>();
    Map<FilePath, FilePath> firstNames = new HashMap<>();
    for (LayerEntry entry : changes) {
      if (!isIgnored(entry.path())) {
        left.add(entry instanceof HardLink link ? relinked(link, firstNames) : entry);
      }
    }
    return left;
  }

  private boolean isIgnored(FilePath path) {
    return paths.stream().anyMatch(path::isAtOrBelow);
  }

  /** A file whose first name is ignored gets the next one as its first. */
  private LayerEntry relinked(HardLink link, Map<FilePath, FilePath> firstNames) {
    if (!isIgnored(link.target())) {
      return link;
    }
    FilePath first = firstNames.putIfAbsent(link.target(), link.path());
    return first == null
        ? new Present(link.path(), link.node())
        : new HardLink(link.path(), first, link.node());
  }
}
