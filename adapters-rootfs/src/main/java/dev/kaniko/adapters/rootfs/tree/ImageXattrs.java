package dev.kaniko.adapters.rootfs.tree;

/**
 * Which extended attributes belong to an image's files: file capabilities, and what users set.
 *
 * <p>The others belong to the machine: SELinux and IMA labels, access lists that name this
 * machine's users, overlayfs's own notes. They are neither read nor written; a base image's layers
 * keep theirs, as they are never rewritten.
 */
public final class ImageXattrs {
  /** What makes a program privileged; the kernel drops it when the content is written. */
  public static final String CAPABILITY = "security.capability";

  private ImageXattrs() {}

  public static boolean contains(String name) {
    return name.equals(CAPABILITY)
        || (name.startsWith("user.") && !name.startsWith("user.overlay."));
  }
}
