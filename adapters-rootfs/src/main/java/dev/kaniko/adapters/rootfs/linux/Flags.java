package dev.kaniko.adapters.rootfs.linux;

/** The kernel's constants, by the kernel's names. Those of open differ between processors. */
final class Flags {
  static final int AT_FDCWD = -100;
  static final long AT_SYMLINK_NOFOLLOW = 0x100;
  static final long AT_REMOVEDIR = 0x200;
  static final long AT_NO_AUTOMOUNT = 0x800;
  static final long AT_EMPTY_PATH = 0x1000;

  static final long O_RDONLY = 0;
  static final long O_WRONLY = 1;
  static final long O_RDWR = 2;
  static final long O_CREAT = 0100;
  static final long O_EXCL = 0200;
  static final long O_NONBLOCK = 04000;
  static final long O_CLOEXEC = 02000000;
  static final long O_PATH = 010000000;
  static final long O_DIRECTORY = SystemCall.Processor.choose(0200000, 040000);
  static final long O_NOFOLLOW = SystemCall.Processor.choose(0400000, 0100000);

  /** Of openat2: mounts are not crossed, links not followed, the directory not left. */
  static final long RESOLVE_NO_XDEV = 0x01;

  static final long RESOLVE_NO_MAGICLINKS = 0x02;
  static final long RESOLVE_NO_SYMLINKS = 0x04;
  static final long RESOLVE_BENEATH = 0x08;

  static final long STATX_BASIC_STATS = 0x7ff;
  static final long STATX_BTIME = 0x800;
  static final long STATX_MNT_ID = 0x1000;

  /** The nanoseconds that tell utimensat to leave a time as it is. */
  static final long UTIME_OMIT = (1L << 30) - 2;

  private Flags() {}
}
