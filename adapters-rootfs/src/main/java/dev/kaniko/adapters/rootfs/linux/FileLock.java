package dev.kaniko.adapters.rootfs.linux;

import static dev.kaniko.adapters.rootfs.linux.Flags.O_CLOEXEC;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_CREAT;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_NOFOLLOW;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_RDWR;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A lock that a file stands for, exclusive unless it says otherwise. The kernel lets it go when its
 * owner closes it or dies; it holds between the threads of one process as well as between processes
 * ({@code flock}).
 */
public final class FileLock implements Closeable {
  private static final int LOCK_SH = 1;
  private static final int LOCK_EX = 2;
  private static final int LOCK_NB = 4;

  private final FileHandle file;

  private FileLock(FileHandle file) {
    this.file = file;
  }

  /** Waits for the lock. Makes the file when it is missing. */
  public static FileLock acquire(Path path) throws ErrnoException {
    while (true) {
      FileHandle file = open(path);
      long result = Kernel.call(SystemCall.FLOCK, file.descriptor(), LOCK_EX);
      Kernel.check(result, "lock", file.name());
      if (isStillAt(path, file)) {
        return new FileLock(file);
      }
      file.close();
    }
  }

  /** The lock, unless somebody holds it. Makes the file when it is missing. */
  public static Optional<FileLock> tryAcquire(Path path) throws ErrnoException {
    return tryAcquire(path, LOCK_EX);
  }

  /** A lock that others may share, unless somebody holds it for himself. */
  public static Optional<FileLock> tryShare(Path path) throws ErrnoException {
    return tryAcquire(path, LOCK_SH);
  }

  private static Optional<FileLock> tryAcquire(Path path, int kind) throws ErrnoException {
    while (true) {
      FileHandle file = open(path);
      long result = Kernel.call(SystemCall.FLOCK, file.descriptor(), kind | LOCK_NB);
      if (Errno.EAGAIN.isIn(result)) {
        file.close();
        return Optional.empty();
      }
      Kernel.check(result, "lock", file.name());
      if (isStillAt(path, file)) {
        return Optional.of(new FileLock(file));
      }
      file.close();
    }
  }

  private static FileHandle open(Path path) throws ErrnoException {
    String bytes = Scratch.bytesOf(path);
    long address = Scratch.ofThisThread().path(bytes);
    long flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC;
    long opened = Kernel.call(SystemCall.OPENAT, Flags.AT_FDCWD, address, flags, 0600);
    return new FileHandle((int) Kernel.check(opened, "open the lock", bytes), bytes);
  }

  /** False when a former owner has removed the file, so that others do not see this lock. */
  private static boolean isStillAt(Path path, FileHandle file) throws ErrnoException {
    long result = FileStatus.ask(Flags.AT_FDCWD, Scratch.bytesOf(path), 0);
    return result == 0 && FileStatus.answer().isSameFile(file.status());
  }

  @Override
  public void close() throws ErrnoException {
    file.close();
  }
}
