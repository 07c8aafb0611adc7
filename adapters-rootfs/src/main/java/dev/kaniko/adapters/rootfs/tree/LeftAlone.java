package dev.kaniko.adapters.rootfs.tree;

import dev.kaniko.domain.filesystem.FilePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Paths below a root that are not the image's, with all that is below them: what is mounted there,
 * the builder's own directory. They are neither read nor written nor removed.
 */
public final class LeftAlone {
  public static final LeftAlone NOTHING = new LeftAlone(new TreeSet<>());

  private final NavigableSet<FilePath> paths;

  private LeftAlone(NavigableSet<FilePath> paths) {
    this.paths = paths;
  }

  public static LeftAlone of(Collection<FilePath> paths) {
    TreeSet<FilePath> outermost = new TreeSet<>();
    for (FilePath path : new TreeSet<>(paths)) {
      if (outermost.isEmpty() || !path.isAtOrBelow(outermost.last())) {
        outermost.add(path);
      }
    }
    return new LeftAlone(outermost);
  }

  /** These paths and others. */
  public LeftAlone with(Collection<FilePath> others) {
    List<FilePath> all = new ArrayList<>(paths);
    all.addAll(others);
    return of(all);
  }

  /** The outermost of them, in their order. */
  public List<FilePath> paths() {
    return List.copyOf(paths);
  }

  /** True for the paths themselves and everything below them. */
  public boolean covers(FilePath path) {
    return covering(path).isPresent();
  }

  /** The one of the paths that is this path or above it. */
  public Optional<FilePath> covering(FilePath path) {
    // Only the outermost are kept, so that the nearest one before a path is the one above it.
    return Optional.ofNullable(paths.floor(path)).filter(path::isAtOrBelow);
  }

  /** True for the directories that hold one of the paths somewhere below. */
  public boolean hasSomeBelow(FilePath directory) {
    FilePath next = paths.higher(directory);
    return next != null && next.isAtOrBelow(directory);
  }
}
