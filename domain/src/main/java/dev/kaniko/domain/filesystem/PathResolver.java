package dev.kaniko.domain.filesystem;

import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Follows symbolic links inside a tree as a kernel does for a process whose root is the tree's:
 * absolute targets start at the tree's root, {@code ..} stops there, and nothing outside is ever
 * reached.
 */
public final class PathResolver {
  /** As Linux's MAXSYMLINKS: more links than this on one path are a loop. */
  private static final int MOST_LINKS = 40;

  private final FileTree tree;

  public PathResolver(FileTree tree) {
    this.tree = tree;
  }

  /** A path that leads through more links than the kernel would follow. */
  public static final class TooManyLinks extends RuntimeException {
    public TooManyLinks(FilePath path) {
      super("too many levels of symbolic links at " + path);
    }
  }

  /**
   * Where {@code path} really is, every link followed, the last one too. Components that do not
   * exist are kept as they are: the result is where the path would be created.
   *
   * @throws TooManyLinks when the links are a loop
   */
  public FilePath resolve(FilePath path) {
    return walk(path, true);
  }

  /** As {@link #resolve}, but a link in the last place is left standing. */
  public FilePath resolveParent(FilePath path) {
    return walk(path, false);
  }

  /** The node that {@code path} leads to, every link followed. */
  public Optional<FileNode> find(FilePath path) {
    return tree.lookup(resolve(path));
  }

  /** True when {@code path} leads to a directory, every link followed. */
  public boolean isDirectory(FilePath path) {
    return find(path).filter(Directory.class::isInstance).isPresent();
  }

  private FilePath walk(FilePath path, boolean followLast) {
    Deque<String> ahead = new ArrayDeque<>(path.components());
    FilePath reached = FilePath.ROOT;
    int links = 0;
    while (!ahead.isEmpty()) {
      String component = ahead.removeFirst();
      switch (component) {
        case "", "." -> {}
        case ".." -> reached = reached.parent();
        default -> {
          FilePath next = reached.child(component);
          boolean follow = followLast || !ahead.isEmpty();
          if (follow && tree.lookup(next).orElse(null) instanceof Symlink link) {
            if (++links > MOST_LINKS) {
              throw new TooManyLinks(path);
            }
            if (link.target().startsWith("/")) {
              reached = FilePath.ROOT;
            }
            List<String> target = Arrays.asList(link.target().split("/"));
            target.reversed().forEach(ahead::addFirst);
          } else {
            reached = next;
          }
        }
      }
    }
    return reached;
  }
}
