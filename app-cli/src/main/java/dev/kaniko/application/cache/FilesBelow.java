package dev.kaniko.application.cache;

import dev.kaniko.application.seen.SeenFiles;
import dev.kaniko.application.seen.SeenText;
import dev.kaniko.application.seen.SeenTree;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.cache.CacheKeys;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayeredTree;
import dev.kaniko.domain.image.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files under one step, and what it has seen of them: of all, and of those under what the steps
 * before it have laid over them. When one of those is changed, and nothing else, a later build
 * still needs no files.
 */
public final class FilesBelow {
  /** Each is kept under a key of its own. */
  private static final int MOST_LEVELS = 3;

  private final Digest step;
  private final List<Level> levels = new ArrayList<>();
  private final FileTree all;

  /**
   * @param above how many layers the step has under it beside these
   */
  private record Level(SeenTree tree, int above) {}

  /**
   * @param step what it does, whatever it copies
   * @param laid what steps before it have laid over {@code ground}, the lowest first
   * @param overwritesFiles see {@link SeenTree}
   */
  FilesBelow(Digest step, SeenTree ground, List<List<LayerEntry>> laid, boolean overwritesFiles) {
    this.step = step;
    levels.add(new Level(ground, laid.size()));
    FileTree tree = ground;
    int above = laid.size();
    for (List<LayerEntry> entries : laid) {
      FileTree below = tree;
      above--;
      tree = new FirstLookTree(() -> new LayeredTree(below, entries));
      if (above < MOST_LEVELS) {
        SeenTree seen = new SeenTree(tree, SeenFiles::new, overwritesFiles, ground::hasLooked);
        levels.add(new Level(seen, above));
        tree = seen;
      }
    }
    this.all = tree;
  }

  /** All files under the step. */
  public FileTree tree() {
    return all;
  }

  /**
   * What the step has seen, by the keys under which that is looked for.
   *
   * @param below diffIDs of all layers under the step
   */
  Map<CacheKey, String> notes(CacheKeys keys, List<Digest> below) {
    Map<CacheKey, String> notes = new TreeMap<>(Comparator.comparing(CacheKey::tag));
    for (Level level : levels) {
      CacheKey key = keys.seen(below.subList(0, below.size() - level.above()), step);
      SeenFiles seen = level.tree().seen();
      if (!seen.isEmpty()) {
        SeenText.write(seen).ifPresent(text -> notes.put(key, text));
      }
    }
    return notes;
  }
}
