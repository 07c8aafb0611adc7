package dev.kaniko.adapters.rootfs.linux;

/** The error numbers that something here decides by; they are the same on amd64 and arm64. */
public enum Errno {
  EPERM(1),
  ENOENT(2),
  EINTR(4),
  EAGAIN(11),
  EACCES(13),
  EBUSY(16),
  EEXIST(17),
  EXDEV(18),
  ENOTDIR(20),
  EISDIR(21),
  EINVAL(22),
  ENOSPC(28),
  EROFS(30),
  EMLINK(31),
  ENAMETOOLONG(36),
  ENOSYS(38),
  ENOTEMPTY(39),
  ELOOP(40),
  ENODATA(61),
  EOPNOTSUPP(95);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** True for what a system call gave back: the negative number for an error. */
  boolean isIn(long result) {
    return result == -number;
  }
}
