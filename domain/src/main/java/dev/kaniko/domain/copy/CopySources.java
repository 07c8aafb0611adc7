package dev.kaniko.domain.copy;

import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.domain.pattern.GoPattern;
import dev.kaniko.domain.pattern.IgnorePatterns;
import java.util.List;

/**
 * Where COPY and ADD take files from, as their flags {@code --exclude} and {@code --parents} have
 * it.
 */
public final class CopySources {
  /** What is behind it is kept in the destination, what is before it is not. */
  private static final String PIVOT = "/./";

  private final FileTree tree;
  private final IgnorePatterns excluded;

  /**
   * @param exclude the patterns of {@code --exclude}
   * @throws CopyRefused when one is malformed
   */
  public CopySources(FileTree tree, List<String> exclude) {
    this.tree = tree;
    try {
      this.excluded = IgnorePatterns.of(exclude);
    } catch (IllegalArgumentException e) {
      throw new CopyRefused("--exclude: " + e.getMessage());
    }
  }

  /** The paths that {@code source} names; none when it is a pattern that nothing matches. */
  public List<FilePath> find(String source) {
    String bytes = FilePath.bytesOf(source);
    List<FilePath> found = CopyPlan.find(tree, bytes);
    return GoPattern.hasWildcards(bytes)
        ? found.stream().filter(path -> !isExcludedFile(path)).toList()
        : found;
  }

  /** A file that a pattern has found is left out by its name; one that was named is wanted. */
  private boolean isExcludedFile(FilePath path) {
    boolean isDirectory = new PathResolver(tree).isDirectory(path);
    return !isDirectory && excluded.excludes(FilePath.ROOT.child(path.name()));
  }

  /** Copies a file, or what is in a directory and is not excluded. */
  public void copy(FilePath source, CopyPlan plan, Destination destination) {
    FilePath followed = new PathResolver(tree).resolve(source);
    FileNode node = tree.lookup(followed).orElse(null);
    if (node instanceof Directory) {
      plan.copy(filtered(followed), FilePath.ROOT, destination);
    } else {
      plan.copy(tree, source, destination);
    }
  }

  /**
   * Copies what {@code source} names together with the directories above, up to the root of the
   * tree or to the first {@code /./} in it.
   *
   * @throws CopyRefused.SourceMissing when a path without wildcards names nothing
   */
  public void copyWithParents(String source, CopyPlan plan, Destination destination) {
    String bytes = FilePath.bytesOf(source);
    int pivot = bytes.indexOf(PIVOT);
    String top = pivot < 0 ? "/" : bytes.substring(0, pivot);
    String rest = pivot < 0 ? bytes : bytes.substring(pivot + PIVOT.length());
    FilePath wanted = FilePath.of(rest);
    for (FilePath start : CopyPlan.find(tree, top)) {
      FilePath followed = new PathResolver(tree).resolve(start);
      FileTree below = new SubTree(tree, followed);
      boolean isThere = GoPattern.hasWildcards(rest) || below.lookup(wanted).isPresent();
      if (!isThere) {
        throw new CopyRefused.SourceMissing("\"" + source + "\" is not there");
      }
      FileTree shown = new FilteredTree(below, excluded);
      if (!wanted.isRoot()) {
        shown = new PatternTree(shown, pattern(wanted));
      }
      plan.copy(shown, FilePath.ROOT, new Destination(destination.path(), true));
    }
  }

  private static IgnorePatterns pattern(FilePath wanted) {
    try {
      return IgnorePatterns.of(List.of(FilePath.textOf(wanted.relative())));
    } catch (IllegalArgumentException e) {
      throw new CopyRefused(e.getMessage());
    }
  }

  private FileTree filtered(FilePath top) {
    return new FilteredTree(new SubTree(tree, top), excluded);
  }
}
