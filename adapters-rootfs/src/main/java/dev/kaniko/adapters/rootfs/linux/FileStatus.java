package dev.kaniko.adapters.rootfs.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;

/**
 * What {@code statx} tells of a file, without following a link.
 *
 * @param permissions 0 to 07777
 * @param size in bytes
 * @param device of the file system that holds it, as one number
 * @param major of a device node, else 0; {@code minor} likewise
 * @param born when the file was made, in nanoseconds since the epoch, which tells it from an
 *     earlier file with the same inode number; 0 when the file system does not keep it
 * @param mountId of the mount it was reached through; 0 when the kernel does not tell
 */
public record FileStatus(
    Type type,
    int permissions,
    long uid,
    long gid,
    long links,
    long size,
    long device,
    long inode,
    int major,
    int minor,
    long modifiedSeconds,
    int modifiedNanos,
    long changedSeconds,
    int changedNanos,
    long born,
    long mountId) {
  private static final long FIELDS =
      Flags.STATX_BASIC_STATS | Flags.STATX_BTIME | Flags.STATX_MNT_ID;

  public Instant modified() {
    return Instant.ofEpochSecond(modifiedSeconds, modifiedNanos);
  }

  /** When anything of the file was last changed; cannot be set from user space. */
  public Instant changed() {
    return Instant.ofEpochSecond(changedSeconds, changedNanos);
  }

  /** The same in nanoseconds since the epoch; wraps around in the year 2262. */
  public long changedInNanos() {
    return changedSeconds * 1_000_000_000L + changedNanos;
  }

  /** The kinds of files that Linux has. */
  public enum Type {
    REGULAR(0100000),
    DIRECTORY(0040000),
    SYMLINK(0120000),
    CHARACTER_DEVICE(0020000),
    BLOCK_DEVICE(0060000),
    FIFO(0010000),
    SOCKET(0140000);

    private static final int ALL_BITS = 0170000;
    private static final List<Type> ALL = List.of(values());

    private final int bits;

    Type(int bits) {
      this.bits = bits;
    }

    /** The type's bits in {@code st_mode}. */
    int bits() {
      return bits;
    }

    static Type ofMode(int mode) {
      for (Type type : ALL) {
        if (type.bits == (mode & ALL_BITS)) {
          return type;
        }
      }
      throw new IllegalStateException("unknown type of file: mode " + Integer.toOctalString(mode));
    }
  }

  public boolean isDirectory() {
    return type == Type.DIRECTORY;
  }

  /** True for two names of one file. */
  public boolean isSameFile(FileStatus other) {
    return inode == other.inode && device == other.device;
  }

  /** True when no mount point lies between the two. */
  public boolean isOnMountOf(FileStatus other) {
    return mountId == other.mountId && device == other.device;
  }

  /**
   * Asks for the status of {@code path} below {@code directory}; a link in the last place is not
   * followed.
   *
   * @param flags of statx; AT_EMPTY_PATH with an empty path for the descriptor's own file
   * @return 0, after which {@link #answer} has the status; or the negative error number
   */
  static long ask(int directory, String path, long flags) throws ErrnoException {
    Scratch scratch = Scratch.ofThisThread();
    return Kernel.call(
        SystemCall.STATX,
        directory,
        scratch.path(path),
        flags | Flags.AT_SYMLINK_NOFOLLOW | Flags.AT_NO_AUTOMOUNT,
        FIELDS,
        scratch.struct.address());
  }

  /**
   * The answer to this thread's last {@link #ask}, which must have succeeded: a {@code struct
   * statx}, which has the same layout on every processor.
   */
  static FileStatus answer() {
    MemorySegment statx = Scratch.ofThisThread().struct;
    int mode = Short.toUnsignedInt(statx.get(JAVA_SHORT, 28));
    boolean hasBorn = (statx.get(JAVA_INT, 0) & Flags.STATX_BTIME) != 0;
    boolean hasMountId = (statx.get(JAVA_INT, 0) & Flags.STATX_MNT_ID) != 0;
    return new FileStatus(
        Type.ofMode(mode),
        mode & 07777,
        Integer.toUnsignedLong(statx.get(JAVA_INT, 20)),
        Integer.toUnsignedLong(statx.get(JAVA_INT, 24)),
        Integer.toUnsignedLong(statx.get(JAVA_INT, 16)),
        statx.get(JAVA_LONG, 40),
        (Integer.toUnsignedLong(statx.get(JAVA_INT, 136)) << 32)
            | Integer.toUnsignedLong(statx.get(JAVA_INT, 140)),
        statx.get(JAVA_LONG, 32),
        statx.get(JAVA_INT, 128),
        statx.get(JAVA_INT, 132),
        statx.get(JAVA_LONG, 112),
        statx.get(JAVA_INT, 120),
        statx.get(JAVA_LONG, 96),
        statx.get(JAVA_INT, 104),
        hasBorn ? statx.get(JAVA_LONG, 80) * 1_000_000_000L + statx.get(JAVA_INT, 88) : 0,
        hasMountId ? statx.get(JAVA_LONG, 144) : 0);
  }
}
