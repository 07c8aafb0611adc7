package dev.kaniko.adapters.rootfs.linux;

/**
 * The system calls used here, with their numbers: arm64 has the kernel's generic table
 * (asm-generic/unistd.h), amd64 its own (asm/unistd_64.h).
 */
enum SystemCall {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  LSEEK(8, 62),
  FLOCK(73, 32),
  GETEUID(107, 175),
  PRCTL(157, 167),
  SETXATTR(188, 5),
  GETXATTR(191, 8),
  LGETXATTR(192, 9),
  LISTXATTR(194, 11),
  LLISTXATTR(195, 12),
  REMOVEXATTR(197, 14),
  GETDENTS64(217, 61),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  MKNODAT(259, 33),
  FCHOWNAT(260, 54),
  UNLINKAT(263, 35),
  LINKAT(265, 37),
  SYMLINKAT(266, 36),
  READLINKAT(267, 78),
  FCHMODAT(268, 53),
  UTIMENSAT(280, 88),
  SYNCFS(306, 267),
  RENAMEAT2(316, 276),
  STATX(332, 291),
  FSOPEN(430, 430),
  FSCONFIG(431, 431),
  FSMOUNT(432, 432),
  OPENAT2(437, 437);

  private final int amd64;
  private final int arm64;

  SystemCall(int amd64, int arm64) {
    this.amd64 = amd64;
    this.arm64 = arm64;
  }

  long number() {
    return number(Processor.OF_THIS_MACHINE);
  }

  long number(Processor processor) {
    return switch (processor) {
      case AMD64 -> amd64;
      case ARM64 -> arm64;
    };
  }

  /** The processors whose numbers and flags are known here. */
  enum Processor {
    AMD64,
    ARM64;

    static final Processor OF_THIS_MACHINE = of(System.getProperty("os.arch"));

    static Processor of(String architecture) {
      return switch (architecture) {
        case "amd64", "x86_64" -> AMD64;
        case "aarch64", "arm64" -> ARM64;
        default ->
            throw new UnsupportedOperationException(
                "system calls are known for amd64 and arm64, not for " + architecture);
      };
    }

    /** The one of two values that holds on this machine. */
    static long choose(long amd64, long arm64) {
      return switch (OF_THIS_MACHINE) {
        case AMD64 -> amd64;
        case ARM64 -> arm64;
      };
    }
  }
}
