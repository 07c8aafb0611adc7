package dev.kaniko.wiring.commands;

import dev.kaniko.application.NamedContext;
import dev.kaniko.application.context.NamedDirectories;
import dev.kaniko.cli.options.NamedContexts;
import dev.kaniko.cli.options.NamedContexts.Meaning;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.ports.context.DirectoryTrees;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code --build-context} names, for whoever only looks at a Dockerfile: nothing is fetched or
 * unpacked, since only the kind of each counts.
 */
record UnreadContexts(DirectoryTrees trees) {

  Map<String, NamedContext> of(NamedContexts contexts) {
    Map<String, NamedContext> all = new TreeMap<>();
    contexts.meanings().forEach((name, meaning) -> all.put(name, of(name, meaning)));
    return all;
  }

  private NamedContext of(String name, Meaning meaning) {
    return switch (meaning) {
      case NamedContexts.Directory directory ->
          new NamedDirectories(trees).open(directory.directory());
      case NamedContexts.Image image -> new NamedContext.Image(image.reference());
      case NamedContexts.Remote _ -> new NamedContext.Files(new NotFetched());
      case NamedContexts.Scratch _ -> new NamedContext.Empty();
      case NamedContexts.Layout _, NamedContexts.Archive _ ->
          new NamedContext.Stored(
              _ -> {
                throw new IllegalStateException("the image " + name + " is not to be read");
              });
    };
  }

  private static final class NotFetched implements FileTree {
    @Override
    public Optional<FileNode> lookup(FilePath path) {
      return Optional.empty();
    }

    @Override
    public SortedMap<String, FileNode> children(FilePath path) {
      return Collections.emptySortedMap();
    }
  }
}
