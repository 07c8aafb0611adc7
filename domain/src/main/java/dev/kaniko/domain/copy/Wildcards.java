package dev.kaniko.domain.copy;

import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.domain.pattern.GoPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the files that a source of COPY names. From its first component with a wildcard on, the
 * source is one pattern for the whole rest of a path, in which {@code *} does not cross a slash;
 * what matches is not searched for more matches inside it.
 */
final class Wildcards {
  private final FileTree tree;

  Wildcards(FileTree tree) {
    this.tree = tree;
  }

  /**
   * The paths that match, in the order of a walk; links in the literal part are followed.
   *
   * @param source bytes, one a char
   */
  List<FilePath> find(String source) {
    List<String> literal = new ArrayList<>();
    List<String> components = FilePath.of(source).components();
    int split = 0;
    while (!GoPattern.hasWildcards(components.get(split))) {
      literal.add(components.get(split++));
    }
    FilePath start = new PathResolver(tree).resolve(FilePath.of(String.join("/", literal)));
    GoPattern pattern =
        GoPattern.parse(String.join("/", components.subList(split, components.size())));
    List<FilePath> found = new ArrayList<>();
    search(start, start, components.size() - split, pattern, found);
    return found;
  }

  /**
   * @param depth how many components the pattern has: deeper paths cannot match
   */
  private void search(
      FilePath start, FilePath directory, int depth, GoPattern pattern, List<FilePath> found) {
    for (Map.Entry<String, FileNode> child : tree.children(directory).entrySet()) {
      FilePath path = directory.child(child.getKey());
      if (pattern.matches(path.relativeTo(start))) {
        found.add(path);
      } else if (depth > 1 && child.getValue() instanceof Directory) {
        search(start, path, depth - 1, pattern, found);
      }
    }
  }
}
