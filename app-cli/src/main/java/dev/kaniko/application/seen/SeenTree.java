package dev.kaniko.application.seen;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A tree that is only looked into when what is known of it does not tell, and that notes what is
 * asked. Used by one thread, but for contents.
 */
public final class SeenTree implements FileTree {
  /** Of a file whose content is noted, such as {@code /etc/passwd}. */
  private static final int LARGEST_CONTENT = 16 << 10;

  /** Of a directory whose names are noted. */
  private static final int MOST_NAMES = 256;

  private final FileTree tree;
  private final Supplier<SeenFiles> known;
  private final boolean overwritesFiles;
  private final BooleanSupplier listable;
  private boolean looked;
  private Optional<SeenFiles> seen = Optional.empty();

  /**
   * @param known of this very tree; asked when something is asked of this
   * @param overwritesFiles true for who has no use for files that are there already but to know of
   *     them; otherwise those without a noted content are looked up in the tree
   * @param listable whether listing directories of the tree, to know what is not there, costs
   *     little
   */
  public SeenTree(
      FileTree tree, Supplier<SeenFiles> known, boolean overwritesFiles, BooleanSupplier listable) {
    this.tree = tree;
    this.known = known;
    this.overwritesFiles = overwritesFiles;
    this.listable = listable;
  }

  /** What was known and what was asked since; nothing when nobody has asked. */
  public SeenFiles seen() {
    return seen.orElseGet(SeenFiles::new);
  }

  /** Whether the tree itself was looked into. */
  public boolean hasLooked() {
    return looked;
  }

  @Override
  public Optional<FileNode> lookup(FilePath path) {
    if (seen.isEmpty()) {
      seen = Optional.of(known.get());
    }
    Optional<Optional<FileNode>> answer =
        seen.get().answer(path, () -> open(path)).filter(it -> isEnough(path, it));
    return answer.orElseGet(() -> look(path));
  }

  private boolean isEnough(FilePath path, Optional<FileNode> answer) {
    return overwritesFiles
        || !(answer.orElse(null) instanceof RegularFile)
        || seen().hasContent(path);
  }

  private InputStream open(FilePath path) throws IOException {
    looked = true;
    // Asked for before, but not for what is in it.
    if (tree.lookup(path).orElse(null) instanceof RegularFile file) {
      return noting(path, file).content().open();
    }
    throw new NoSuchFileException(path.text());
  }

  private Optional<FileNode> look(FilePath path) {
    looked = true;
    Optional<FileNode> found = tree.lookup(path);
    boolean isKept =
        found.isEmpty()
            || (found.get().sharedInode().isEmpty() && !(found.get() instanceof Special));
    if (isKept) {
      seen().note(path, found);
      listParent(path);
    }
    return isKept
        ? found.map(it -> it instanceof RegularFile file ? noting(path, file) : it)
        : found;
  }

  private void listParent(FilePath path) {
    if (!path.isRoot()
        && !seen().isListed(path.parent())
        && listable.getAsBoolean()
        && tree.lookup(path.parent()).orElse(null) instanceof Directory) {
      SortedMap<String, FileNode> siblings = tree.children(path.parent());
      if (siblings.size() <= MOST_NAMES) {
        seen().list(path.parent(), siblings.keySet());
      }
    }
  }

  /** A file whose content is noted when somebody reads it. */
  private RegularFile noting(FilePath path, RegularFile file) {
    if (file.size() > LARGEST_CONTENT) {
      return file;
    }
    FileContent content =
        () -> {
          byte[] bytes;
          try (InputStream stream = file.content().open()) {
            bytes = stream.readAllBytes();
          }
          seen().content(path, bytes);
          return new ByteArrayInputStream(bytes);
        };
    return new RegularFile(file.metadata(), file.size(), content, file.sharedInode());
  }

  @Override
  public SortedMap<String, FileNode> children(FilePath path) {
    return tree.children(path);
  }
}
