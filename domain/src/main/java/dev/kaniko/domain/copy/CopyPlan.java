package dev.kaniko.domain.copy;

import dev.kaniko.domain.account.Accounts.Owner;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayeredTree;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.domain.pattern.GoPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The plan of one COPY, ADD or WORKDIR: grows source by source, then gives the entries of its
 * layer. Nothing is written; contents are read when the layer is.
 */
public final class CopyPlan {
  private final LayeredTree result;
  private final PathResolver resolver;
  private final CopyRules rules;

  /**
   * Tells this plan's inodes from all others in the same tree; real device numbers are positive.
   */
  private final long device = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;

  private long inodes;

  /**
   * @param destination the stage's files as they are
   */
  public CopyPlan(FileTree destination, CopyRules rules) {
    this.result = new LayeredTree(destination, List.of());
    this.resolver = new PathResolver(result);
    this.rules = rules;
  }

  /**
   * The paths that {@code source} names: itself, or all that match if it is a pattern, which may be
   * none.
   *
   * @param source bytes, one a char
   */
  public static List<FilePath> find(FileTree sources, String source) {
    return GoPattern.hasWildcards(source)
        ? new Wildcards(sources).find(source)
        : List.of(FilePath.of(source));
  }

  /**
   * Copies a file, or the contents of a directory. Links that {@code source} leads through are
   * followed, itself too if it is one; links inside a directory are copied as links.
   *
   * @throws CopyRefused when there is nothing at {@code source}, or the copy would replace a
   *     directory by a file or the other way round
   */
  public void copy(FileTree sources, FilePath source, Destination destination) {
    FilePath followed = new PathResolver(sources).resolve(source);
    FileNode node =
        sources
            .lookup(followed)
            .orElseThrow(() -> new CopyRefused("\"" + source + "\" is not there"));
    FilePath target = targetOf(node, source.name(), destination);
    new OneSource(sources).copy(node, followed, target, false);
  }

  /** Copies one file that has no tree: a download, a heredoc. */
  public void copyFile(FileNode file, String name, Destination destination) {
    FilePath target = targetOf(file, name, destination);
    put(target, file.withMetadata(rules.applyTo(file.metadata(), false)));
  }

  /** Makes a directory and those above it that are missing; one that is there stays as it is. */
  public FilePath makeDirectory(FilePath path) {
    FilePath resolved = resolver.resolve(path);
    for (FilePath ancestor : resolved.ancestors()) {
      makeOne(ancestor);
    }
    makeOne(resolved);
    return resolved;
  }

  private void makeOne(FilePath directory) {
    Optional<FileNode> there = result.lookup(directory);
    if (there.isEmpty()) {
      put(directory, new Directory(rules.impliedDirectory()));
    } else if (!(there.get() instanceof Directory)) {
      throw new CopyRefused("cannot make directory " + directory + ": a file is in its place");
    }
  }

  /**
   * Unpacks an archive into a directory, which is made if it is missing. The caller hands over the
   * members one by one, in the archive's order.
   *
   * @param owner of all members, by {@code --chown}; empty to keep the owners that the archive says
   */
  public ArchiveUnpacking unpackInto(Destination destination, Optional<Owner> owner) {
    return new ArchiveUnpacking(this, makeDirectory(destination.path()), owner);
  }

  /** The changes so far, over the tree that was there. */
  LayeredTree result() {
    return result;
  }

  CopyRules rules() {
    return rules;
  }

  /** What the plan comes to: its files, the directories above them, and links for shared inodes. */
  public List<LayerEntry> entries() {
    return LayerEntries.of(result);
  }

  /** Where {@code node} goes; makes the directory that it goes into. */
  private FilePath targetOf(FileNode node, String name, Destination destination) {
    FilePath path = destination.path();
    if (destination.isDirectory()) {
      path = makeDirectory(path);
    } else {
      makeDirectory(path.parent());
      path = resolver.resolve(path);
    }
    if (node instanceof Directory) {
      if (result.lookup(path).isEmpty()) {
        makeDirectory(path);
      }
      return path;
    }
    return resolver.isDirectory(path) ? path.child(name) : path;
  }

  /** Puts a file at its place; the directory it is put into has changed by that. */
  void put(FilePath path, FileNode node) {
    if (!path.isRoot()) {
      touch(path.parent());
    }
    result.put(path, node);
  }

  private void touch(FilePath directory) {
    result
        .lookup(directory)
        .ifPresent(
            node ->
                result.put(
                    directory, node.withMetadata(node.metadata().withModified(rules.now()))));
  }

  /** A fresh identity for a file that gets several names. */
  InodeId newInode() {
    return new InodeId(device, inodes++);
  }

  /** One source of the instruction; hard links are kept among its files. */
  private final class OneSource {
    private final FileTree sources;
    private final Map<InodeId, InodeId> copies = new HashMap<>();

    OneSource(FileTree sources) {
      this.sources = sources;
    }

    /**
     * @param overwriteDirectory whether a directory that is there takes the source's metadata: true
     *     for all but the one that the destination names
     */
    void copy(FileNode node, FilePath source, FilePath target, boolean overwriteDirectory) {
      Optional<FileNode> there = result.lookup(target);
      FileMetadata metadata = rules.applyTo(node.metadata(), node instanceof Directory);
      switch (node) {
        case Directory directory -> {
          if (there.isPresent() && !(there.get() instanceof Directory)) {
            throw new CopyRefused("cannot copy to non-directory: " + target);
          }
          if (there.isEmpty()) {
            put(target, directory.withMetadata(metadata));
          }
          for (Map.Entry<String, FileNode> child : sources.children(source).entrySet()) {
            String name = child.getKey();
            copy(child.getValue(), source.child(name), target.child(name), true);
          }
          if (there.isEmpty() || overwriteDirectory) {
            result.put(target, directory.withMetadata(metadata));
          }
        }
        case RegularFile file -> {
          refuseDirectory(there, target);
          Optional<InodeId> inode =
              file.sharedInode().map(id -> copies.computeIfAbsent(id, _ -> newInode()));
          put(target, new RegularFile(metadata, file.size(), file.content(), inode));
        }
        case Symlink link -> {
          refuseDirectory(there, target);
          put(target, new Symlink(withoutMode(metadata, link), link.target()));
        }
        case Special special -> {
          refuseDirectory(there, target);
          put(target, special.withMetadata(metadata));
        }
      }
    }

    /** A link's own mode means nothing and never changes. */
    private static FileMetadata withoutMode(FileMetadata metadata, Symlink link) {
      return metadata.withMode(link.metadata().mode());
    }

    private static void refuseDirectory(Optional<FileNode> there, FilePath target) {
      if (there.isPresent() && there.get() instanceof Directory) {
        throw new CopyRefused("cannot replace to directory " + target + " with file");
      }
    }
  }
}
