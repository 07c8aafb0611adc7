package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.adapters.rootfs.linux.FileStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The metadata of the entries of one directory, in the order of their names. There is one number
 * for each field and entry in one array, because a root has a hundred thousand files: an object for
 * each would cost five times as much.
 */
final class DirectoryRecord {
  private static final int FIELDS = 8;
  private static final int INODE = 0;
  private static final int DEVICE = 1;

  /** Of devices, their numbers: they have no size. */
  private static final int SIZE = 2;

  private static final int MODIFIED = 3;
  private static final int CHANGED = 4;
  private static final int OWNER = 5;

  /** And the type, above the twelve bits of the mode. */
  private static final int MODE = 6;

  /** Tells a file from an earlier one that had its inode. */
  private static final int BORN = 7;

  private static final int MODE_BITS = 12;
  private static final List<FileStatus.Type> TYPES = List.of(FileStatus.Type.values());

  private final byte[] names;
  private final int[] nameEnds;
  private final long[] numbers;
  private final DirectoryRecord[] directories;
  private final Map<String, String> xattrs;

  /**
   * Records the entries; the directories among them are {@linkplain #setDirectory set} when they
   * are read.
   *
   * @param entries by name
   * @param xattrs of the directory itself
   */
  DirectoryRecord(SortedMap<String, FileStatus> entries, Map<String, String> xattrs) {
    this.names = String.join("", entries.keySet()).getBytes(StandardCharsets.ISO_8859_1);
    this.nameEnds = new int[entries.size()];
    this.numbers = new long[entries.size() * FIELDS];
    this.xattrs = Map.copyOf(xattrs);
    int index = 0;
    int end = 0;
    boolean hasDirectories = false;
    for (Map.Entry<String, FileStatus> entry : entries.entrySet()) {
      end += entry.getKey().length();
      nameEnds[index] = end;
      record(index * FIELDS, entry.getValue());
      hasDirectories |= entry.getValue().isDirectory();
      index++;
    }
    this.directories = new DirectoryRecord[hasDirectories ? index : 0];
  }

  private void record(int at, FileStatus status) {
    boolean device = status.major() != 0 || status.minor() != 0;
    numbers[at + INODE] = status.inode();
    numbers[at + DEVICE] = status.device();
    numbers[at + SIZE] = device ? ((long) status.major() << 32) | status.minor() : status.size();
    numbers[at + MODIFIED] = nanos(status.modifiedSeconds(), status.modifiedNanos());
    numbers[at + CHANGED] = nanos(status.changedSeconds(), status.changedNanos());
    numbers[at + OWNER] = (status.uid() << 32) | status.gid();
    numbers[at + BORN] = status.born();
    numbers[at + MODE] = status.permissions() | ((long) TYPES.indexOf(status.type()) << MODE_BITS);
  }

  /** Wraps around in the year 2262, after which two times are still told apart. */
  private static long nanos(long seconds, int nanos) {
    return seconds * 1_000_000_000L + nanos;
  }

  void setDirectory(int index, DirectoryRecord directory) {
    directories[index] = directory;
  }

  int size() {
    return nameEnds.length;
  }

  String name(int index) {
    int start = index == 0 ? 0 : nameEnds[index - 1];
    return new String(names, start, nameEnds[index] - start, StandardCharsets.ISO_8859_1);
  }

  List<String> names() {
    List<String> all = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      all.add(name(i));
    }
    return all;
  }

  FileStatus.Type type(int index) {
    return TYPES.get((int) (numbers[index * FIELDS + MODE] >> MODE_BITS));
  }

  /** What is in the entry, where that is a directory. */
  Optional<DirectoryRecord> directory(int index) {
    return directories.length == 0 ? Optional.empty() : Optional.ofNullable(directories[index]);
  }

  /** The ctime in nanoseconds. */
  long changed(int index) {
    return numbers[index * FIELDS + CHANGED];
  }

  Seen seen(int index) {
    int at = index * FIELDS;
    return new Seen(
        new FileIdentity(numbers[at + DEVICE], numbers[at + INODE], numbers[at + BORN]),
        (int) numbers[at + MODE] & (1 << MODE_BITS) - 1,
        numbers[at + OWNER] >>> 32,
        numbers[at + OWNER] & 0xffff_ffffL,
        numbers[at + SIZE],
        numbers[at + MODIFIED],
        numbers[at + CHANGED]);
  }

  /** True when nothing at all differs between two entries. */
  boolean isSame(int index, DirectoryRecord other, int otherIndex) {
    for (int field = 0; field < FIELDS; field++) {
      if (numbers[index * FIELDS + field] != other.numbers[otherIndex * FIELDS + field]) {
        return false;
      }
    }
    return true;
  }

  /** True when two directories do not differ in themselves, whatever was done in them. */
  boolean isSameDirectory(int index, DirectoryRecord other, int otherIndex, boolean timeCounts) {
    return type(index) == FileStatus.Type.DIRECTORY
        && numbers[index * FIELDS + MODE] == other.numbers[otherIndex * FIELDS + MODE]
        && numbers[index * FIELDS + OWNER] == other.numbers[otherIndex * FIELDS + OWNER]
        && (!timeCounts
            || numbers[index * FIELDS + MODIFIED] == other.numbers[otherIndex * FIELDS + MODIFIED])
        && directory(index)
            .map(record -> record.xattrs)
            .equals(other.directory(otherIndex).map(record -> record.xattrs));
  }
}
