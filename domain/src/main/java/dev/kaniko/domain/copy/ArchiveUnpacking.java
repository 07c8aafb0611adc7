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
import dev.kaniko.domain.filesystem.PathResolver;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The members of one archive on their way into a stage's directory, which is their root: whatever
 * the archive says, nothing gets out of it.
 *
 * <p>A member replaces what is in its place, except that a directory over a directory only brings
 * its metadata. {@code --chown} goes for every member, {@code --chmod} for none.
 */
public final class ArchiveUnpacking {
  private final CopyPlan plan;
  private final Optional<Owner> owner;
  private final SubTree root;
  private final PathResolver resolver;
  private final Map<FilePath, FileMetadata> directories = new HashMap<>();

  ArchiveUnpacking(CopyPlan plan, FilePath directory, Optional<Owner> owner) {
    this.plan = plan;
    this.owner = owner;
    this.root = new SubTree(plan.result(), directory);
    this.resolver = new PathResolver(root);
  }

  /**
   * @param name as the archive has it, bytes one a char
   */
  public void file(String name, FileNode node) {
    FilePath path = place(name);
    if (path.isRoot()) {
      return;
    }
    FileMetadata metadata = owned(node.metadata());
    if (node instanceof Directory) {
      directories.put(path, metadata);
      if (root.lookup(path).filter(Directory.class::isInstance).isPresent()) {
        plan.result().put(root.inTree(path), new Directory(metadata));
        return;
      }
    }
    plan.put(root.inTree(path), node.withMetadata(metadata));
  }

  /**
   * @param target the name of a member or file that is there already, as the archive has it
   * @throws CopyRefused when it is not there, or is a directory
   */
  public void link(String name, String target) {
    FilePath path = place(name);
    FilePath first = resolver.resolveParent(FilePath.of(target));
    FileNode node =
        root.lookup(first)
            .filter(found -> !(found instanceof Directory))
            .orElseThrow(
                () ->
                    new CopyRefused(
                        "hard link \""
                            + FilePath.textOf(name)
                            + "\" leads to \""
                            + FilePath.textOf(target)
                            + "\", which is not a file of the archive"));
    InodeId inode = node.sharedInode().orElseGet(plan::newInode);
    FileNode shared = shared(node, inode);
    plan.result().put(root.inTree(first), shared);
    plan.put(root.inTree(path), shared);
  }

  /** Gives the directories the times that the archive says: adding files has changed them. */
  public void finish() {
    directories.forEach(
        (path, metadata) -> {
          if (root.lookup(path).filter(Directory.class::isInstance).isPresent()) {
            plan.result().put(root.inTree(path), new Directory(metadata));
          }
        });
  }

  /**
   * Where a member goes: links above it followed, missing directories made, itself not followed.
   */
  private FilePath place(String name) {
    FilePath path = resolver.resolveParent(FilePath.of(name));
    for (FilePath ancestor : path.ancestors()) {
      Optional<FileNode> there = root.lookup(ancestor);
      if (there.filter(Directory.class::isInstance).isEmpty()) {
        plan.put(root.inTree(ancestor), new Directory(plan.rules().impliedDirectory()));
      }
    }
    return path;
  }

  private FileMetadata owned(FileMetadata metadata) {
    return owner.map(o -> metadata.withOwner(o.uid(), o.gid())).orElse(metadata);
  }

  private static FileNode shared(FileNode node, InodeId inode) {
    return switch (node) {
      case RegularFile file ->
          new RegularFile(file.metadata(), file.size(), file.content(), Optional.of(inode));
      case Symlink link -> new Symlink(link.metadata(), link.target(), Optional.of(inode));
      case Special special ->
          new Special(
              special.metadata(),
              special.kind(),
              special.major(),
              special.minor(),
              Optional.of(inode));
      case Directory directory -> directory;
    };
  }
}
