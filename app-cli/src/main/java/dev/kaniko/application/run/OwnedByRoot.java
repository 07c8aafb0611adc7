package dev.kaniko.application.run;

import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The build context as commands see it: who owns its files says something about the machine they
 * lie on, and nothing about the image.
 */
public record OwnedByRoot(FileTree tree) implements FileTree {
  @Override
  public Optional<FileNode> lookup(FilePath path) {
    return tree.lookup(path).map(OwnedByRoot::owned);
  }

  @Override
  public SortedMap<String, FileNode> children(FilePath path) {
    SortedMap<String, FileNode> children = new TreeMap<>(tree.children(path));
    children.replaceAll((_, node) -> owned(node));
    return children;
  }

  private static FileNode owned(FileNode node) {
    return node.withMetadata(node.metadata().withOwner(0, 0));
  }
}
