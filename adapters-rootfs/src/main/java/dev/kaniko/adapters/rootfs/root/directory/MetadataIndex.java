package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.tree.ImageXattrs;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * The metadata of all files below a root at one moment. What is mounted below the root is not seen.
 *
 * @param top a record with one entry, the root
 * @param newestChange the latest ctime of all, in nanoseconds since the epoch
 */
public record MetadataIndex(DirectoryRecord top, long newestChange) {
  private static final int MOST_THREADS = 8;

  /** As long as the paths that are accepted from a layer. */
  private static final int LONGEST_PATH = 4 * 4096;

  /** Reads the metadata of every file; several directories at a time. */
  public static MetadataIndex read(DirectoryHandle root, LeftAlone leftAlone) throws IOException {
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    try (ForkJoinPool pool = new ForkJoinPool(threads)) {
      SortedMap<String, FileStatus> self = new TreeMap<>(Map.of("", root.self().status()));
      DirectoryRecord top = new DirectoryRecord(self, Map.of());
      Reading reading = new Reading(root, leftAlone, new AtomicLong(top.changed(0)));
      pool.invoke(new Task(null, reading, top, 0, FilePath.ROOT));
      return new MetadataIndex(top, reading.newestChange.get());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What changed from here to {@code after}, as the entries of a layer; {@code now} is as that. */
  public List<LayerEntry> changesTo(MetadataIndex after, FileTree now, LeftAlone covered) {
    return IndexComparison.changes(this, after, now, covered);
  }

  /** Hands over every file, the root first, in no other order. */
  public void forEach(BiConsumer<FilePath, Seen> consumer) {
    Deque<Map.Entry<FilePath, DirectoryRecord>> ahead = new ArrayDeque<>();
    consumer.accept(FilePath.ROOT, top.seen(0));
    top.directory(0).ifPresent(inside -> ahead.add(Map.entry(FilePath.ROOT, inside)));
    while (!ahead.isEmpty()) {
      Map.Entry<FilePath, DirectoryRecord> next = ahead.removeLast();
      DirectoryRecord record = next.getValue();
      for (int i = 0; i < record.size(); i++) {
        FilePath path = next.getKey().child(record.name(i));
        consumer.accept(path, record.seen(i));
        record.directory(i).ifPresent(inside -> ahead.addLast(Map.entry(path, inside)));
      }
    }
  }

  private record Reading(DirectoryHandle root, LeftAlone leftAlone, AtomicLong newestChange) {}

  /** Reads one directory, and starts a task for each directory in it. */
  private static final class Task extends CountedCompleter<Void> {
    private final transient Reading reading;
    private final transient DirectoryRecord parent;
    private final int index;
    private final transient FilePath path;

    /**
     * @param parent takes the record at {@code index}
     */
    Task(Task above, Reading reading, DirectoryRecord parent, int index, FilePath path) {
      super(above);
      this.reading = reading;
      this.parent = parent;
      this.index = index;
      this.path = path;
    }

    @Override
    public void compute() {
      try {
        Optional<DirectoryHandle> found = reading.root.findDirectory(path, false);
        if (found.isPresent()) {
          try (DirectoryHandle directory = found.get()) {
            readEntries(directory);
          }
        }
        tryComplete();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void readEntries(DirectoryHandle directory) throws IOException {
      SortedMap<String, FileStatus> entries = new TreeMap<>();
      FileStatus own = directory.self().status();
      for (String name : directory.names()) {
        Optional<FileStatus> status = directory.status(name);
        if (status.isPresent()
            && status.get().isOnMountOf(own)
            && !reading.leftAlone.covers(path.child(name))) {
          entries.put(name, status.get());
        }
      }
      DirectoryRecord made =
          new DirectoryRecord(entries, directory.self().xattrs(ImageXattrs::contains));
      parent.setDirectory(index, made);
      for (int i = 0; i < made.size(); i++) {
        reading.newestChange.accumulateAndGet(made.changed(i), Math::max);
        if (made.type(i) == FileStatus.Type.DIRECTORY) {
          addToPendingCount(1);
          new Task(this, reading, made, i, checked(path.child(made.name(i)))).fork();
        }
      }
    }

    private static FilePath checked(FilePath path) {
      if (path.bytes().length() > LONGEST_PATH) {
        throw new UnsafeContentFailure(
            path.bytes().substring(0, 100) + "...",
            "a path of more than " + LONGEST_PATH + " bytes cannot be put into a layer");
      }
      return path;
    }
  }
}
