package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.adapters.rootfs.tree.write.ParentDirectories.Place;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * One walk along a path to a directory. Links are followed as a kernel does for a process whose
 * root is the one given: absolute ones start there, and {@code ..} stops there. The kernel itself
 * sees one component at a time and never a link.
 */
final class PathWalk {
  /** As Linux's MAXSYMLINKS: more links than this on one path are a loop. */
  private static final int MOST_LINKS = 40;

  /** What a directory has that is implied by what is in it. */
  private static final FileMetadata IMPLIED = FileMetadata.ofRoot(0755, Instant.EPOCH);

  private final DirectoryHandle root;
  private final LeftAlone leftAlone;
  private final DirectoryTimes times;
  private final FilePath goal;
  private final boolean makesMissing;
  private final Deque<String> ahead;
  private Place at;
  private int links;

  PathWalk(
      DirectoryHandle root,
      LeftAlone leftAlone,
      DirectoryTimes times,
      FilePath goal,
      boolean makesMissing)
      throws IOException {
    this.root = root;
    this.leftAlone = leftAlone;
    this.times = times;
    this.goal = goal;
    this.makesMissing = makesMissing;
    this.ahead = new ArrayDeque<>(goal.components());
    this.at = place(FilePath.ROOT);
  }

  /**
   * Walks to the end, once.
   *
   * @return empty when the goal is left alone, or is missing and not to be made
   */
  Optional<Place> walk() throws IOException {
    boolean arrived = false;
    try {
      while (!ahead.isEmpty()) {
        if (!step(ahead.removeFirst())) {
          return Optional.empty();
        }
      }
      arrived = true;
      return Optional.of(at);
    } finally {
      if (!arrived) {
        at.close();
      }
    }
  }

  private boolean step(String name) throws IOException {
    if (name.isEmpty() || name.equals(".")) {
      return true;
    }
    if (name.equals("..")) {
      moveTo(place(at.path().parent()));
      return true;
    }
    FilePath path = at.path().child(name);
    if (leftAlone.covers(path)) {
      return false;
    }
    Optional<FileStatus> status = at.directory().status(name);
    if (status.isEmpty()) {
      return makesMissing && make(name, path);
    }
    return switch (status.get().type()) {
      case DIRECTORY -> enter(name, path);
      case SYMLINK -> follow(at.directory().linkTarget(name));
      case REGULAR, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> stopAt(path);
    };
  }

  private boolean make(String name, FilePath path) throws IOException {
    times.keep(at.path(), at.directory());
    at.directory().makeDirectory(name);
    enter(name, path);
    MetadataWriter.write(at.directory().self(), IMPLIED);
    times.set(path, IMPLIED.modified());
    return true;
  }

  private boolean enter(String name, FilePath path) throws IOException {
    DirectoryHandle next =
        at.directory()
            .directory(name)
            .orElseThrow(() -> new UnsafeEntryException(goal, path + " was changed meanwhile"));
    moveTo(new Place(next, path));
    return true;
  }

  private boolean follow(String target) throws IOException {
    if (++links > MOST_LINKS) {
      throw new UnsafeEntryException(goal, "too many levels of symbolic links");
    }
    if (target.startsWith("/")) {
      moveTo(place(FilePath.ROOT));
    }
    Arrays.asList(target.split("/")).reversed().forEach(ahead::addFirst);
    return true;
  }

  private boolean stopAt(FilePath path) throws IOException {
    if (makesMissing) {
      throw new UnsafeEntryException(goal, path + " is in the way: it is not a directory");
    }
    return false;
  }

  private void moveTo(Place next) throws IOException {
    at.close();
    at = next;
  }

  private Place place(FilePath path) throws IOException {
    DirectoryHandle directory =
        root.findDirectory(path)
            .orElseThrow(() -> new UnsafeEntryException(goal, path + " was changed meanwhile"));
    return new Place(directory, path);
  }
}
