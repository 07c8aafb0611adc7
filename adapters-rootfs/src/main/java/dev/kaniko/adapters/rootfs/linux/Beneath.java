package dev.kaniko.adapters.rootfs.linux;

import static dev.kaniko.adapters.rootfs.linux.Flags.O_CLOEXEC;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_DIRECTORY;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_NOFOLLOW;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_PATH;
import static dev.kaniko.adapters.rootfs.linux.Flags.RESOLVE_BENEATH;
import static dev.kaniko.adapters.rootfs.linux.Flags.RESOLVE_NO_MAGICLINKS;
import static dev.kaniko.adapters.rootfs.linux.Flags.RESOLVE_NO_SYMLINKS;
import static dev.kaniko.adapters.rootfs.linux.Flags.RESOLVE_NO_XDEV;

import dev.kaniko.domain.filesystem.FilePath;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Opens files below a directory so that no component of the path may be a link: what is reached is
 * what the path says, or nothing.
 *
 * <p>A path of any length is walked in pieces that the kernel takes. Where {@code openat2} is
 * missing (kernels before 5.6, gVisor, old seccomp profiles) every component is a piece.
 *
 * @param hasOpenat2 whether to use the call
 */
record Beneath(boolean hasOpenat2) {
  static final Beneath OF_THIS_KERNEL = new Beneath(probe());

  private static final long INSIDE = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;

  /** A rename anywhere in the system may make openat2 give up; it succeeds when asked again. */
  private static final int MOST_ATTEMPTS = 100;

  /**
   * Opens {@code path} below {@code root}.
   *
   * @param crossMounts false to fail with EXDEV where the path leads onto another mount
   * @return a descriptor, or the negative error number: ELOOP or ENOTDIR where a component is a
   *     link, ENOTDIR where one that has to be a directory is not
   */
  long open(int root, FilePath path, long flags, boolean crossMounts) throws ErrnoException {
    String rest = path.isRoot() ? "." : path.relative();
    long from = root;
    while (true) {
      int end = pieceEnd(rest);
      boolean last = end == rest.length();
      long pieceFlags = (last ? flags : O_PATH | O_DIRECTORY) | O_NOFOLLOW | O_CLOEXEC;
      long opened = openPiece((int) from, rest.substring(0, end), pieceFlags, crossMounts);
      if (from != root) {
        Kernel.call(SystemCall.CLOSE, from);
      }
      if (last || opened < 0) {
        return opened;
      }
      from = opened;
      rest = rest.substring(end + 1);
    }
  }

  /** 0 when the first component is longer than anything the kernel takes. */
  private int pieceEnd(String path) {
    if (!hasOpenat2) {
      int slash = path.indexOf('/');
      return slash < 0 ? path.length() : slash;
    }
    return path.length() < Scratch.LONGEST_PATH
        ? path.length()
        : Math.max(0, path.lastIndexOf('/', Scratch.LONGEST_PATH - 1));
  }

  private long openPiece(int from, String piece, long flags, boolean crossMounts)
      throws ErrnoException {
    if (piece.isEmpty() || piece.length() >= Scratch.LONGEST_PATH) {
      return -Errno.ENAMETOOLONG.number();
    }
    if (hasOpenat2) {
      return openat2(from, piece, flags, crossMounts ? INSIDE : INSIDE | RESOLVE_NO_XDEV);
    }
    long path = Scratch.ofThisThread().path(piece);
    long opened = Kernel.call(SystemCall.OPENAT, from, path, flags, 0);
    return crossMounts || opened < 0 ? opened : onSameMount(from, opened);
  }

  private static long openat2(int from, String piece, long flags, long resolve)
      throws ErrnoException {
    Scratch scratch = Scratch.ofThisThread();
    MemorySegment how = scratch.struct;
    how.set(ValueLayout.JAVA_LONG, 0, flags);
    how.set(ValueLayout.JAVA_LONG, 8, 0);
    how.set(ValueLayout.JAVA_LONG, 16, resolve);
    long path = scratch.path(piece);
    long result = 0;
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      result = Kernel.call(SystemCall.OPENAT2, from, path, how.address(), 24);
      if (!Errno.EAGAIN.isIn(result)) {
        break;
      }
    }
    return result;
  }

  /** {@code opened}, or EXDEV instead when it is on another mount than {@code from}. */
  private static long onSameMount(int from, long opened) throws ErrnoException {
    Kernel.check(FileStatus.ask(from, "", Flags.AT_EMPTY_PATH), "look at", "a directory");
    FileStatus above = FileStatus.answer();
    Kernel.check(FileStatus.ask((int) opened, "", Flags.AT_EMPTY_PATH), "look at", "a file");
    if (FileStatus.answer().isOnMountOf(above)) {
      return opened;
    }
    Kernel.call(SystemCall.CLOSE, opened);
    return -Errno.EXDEV.number();
  }

  private static boolean probe() {
    try {
      long flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
      long opened = openat2(Flags.AT_FDCWD, ".", flags, INSIDE);
      if (opened >= 0) {
        Kernel.call(SystemCall.CLOSE, opened);
      }
      return opened >= 0;
    } catch (ErrnoException e) {
      throw new IllegalStateException("the name \".\" is not accepted", e);
    }
  }
}
