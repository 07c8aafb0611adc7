package dev.kaniko.adapters.rootfs.command;

import java.util.Set;

/**
 * Why a system call failed.
 *
 * @param number an errno of Linux, the same on every architecture that this runs on
 * @param text in the C library's words
 */
record KernelError(int number, String text) {
  private static final int EPERM = 1;
  private static final int ENOENT = 2;
  private static final int ENOEXEC = 8;
  private static final int EACCES = 13;
  private static final int EBUSY = 16;
  private static final int ENOTDIR = 20;
  private static final int EISDIR = 21;
  private static final int EINVAL = 22;
  private static final int ENAMETOOLONG = 36;
  private static final int ELOOP = 40;

  /** What only the shape of a file tree gives, and never the machine. */
  private static final Set<Integer> OF_THE_TREE =
      Set.of(EBUSY, ENOTDIR, EISDIR, ENAMETOOLONG, ELOOP);

  boolean isNotAllowed() {
    return number == EPERM || number == EACCES;
  }

  boolean isNoSuchFile() {
    return number == ENOENT;
  }

  boolean isNoFormat() {
    return number == ENOEXEC;
  }

  boolean isInvalid() {
    return number == EINVAL;
  }

  boolean isOfTheTree() {
    return OF_THE_TREE.contains(number);
  }

  /** As Go's programs write it, and so Docker and BuildKit: with a small letter. */
  String words() {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  @Override
  public String toString() {
    return words() + " (errno " + number + ")";
  }
}
