package dev.kaniko.adapters.rootfs.linux;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Overlay mounts that hang in no directory: a descriptor leads into them, no mount namespace is
 * needed, and they go with the last descriptor.
 */
public final class OverlayMount {
  private static final int FSOPEN_CLOEXEC = 1;
  private static final int FSMOUNT_CLOEXEC = 1;
  private static final int FSCONFIG_SET_STRING = 1;
  private static final int FSCONFIG_CMD_CREATE = 6;

  /** The kernel takes option values of up to 255 bytes here. */
  private static final int LONGEST_VALUE = 255;

  private OverlayMount() {}

  /**
   * Mounts a stack of directories.
   *
   * @param lower the topmost first; at least one
   * @param upper takes the changes
   * @param work overlayfs's own, empty, on the same file system as {@code upper}
   */
  public static DirectoryHandle mount(
      List<DirectoryHandle> lower, DirectoryHandle upper, DirectoryHandle work)
      throws ErrnoException {
    long type = Scratch.ofThisThread().path("overlay");
    long opened = Kernel.call(SystemCall.FSOPEN, type, FSOPEN_CLOEXEC);
    Kernel.check(opened, "prepare a mount of", "overlay");
    try (FileHandle context = new FileHandle((int) opened, "overlay")) {
      setLower(context, lower);
      set(context, "upperdir", Xattrs.pathOf(upper.self().descriptor()));
      set(context, "workdir", Xattrs.pathOf(work.self().descriptor()));
      // Whatever the kernel's defaults: an upper directory with redirects, or with files without
      // their content, could not be read as the changes that were made.
      set(context, "redirect_dir", "off");
      set(context, "metacopy", "off");
      set(context, "index", "off");
      int fd = context.descriptor();
      long created = Kernel.call(SystemCall.FSCONFIG, fd, FSCONFIG_CMD_CREATE, 0, 0, 0);
      Kernel.check(created, "mount", "overlay");
      long mounted = Kernel.call(SystemCall.FSMOUNT, fd, FSMOUNT_CLOEXEC, 0);
      return reopened(Kernel.check(mounted, "mount", "overlay"));
    }
  }

  /** The mount's descriptor leads into it but cannot list it; the handle's can. */
  private static DirectoryHandle reopened(long mount) throws ErrnoException {
    try (FileHandle root = new FileHandle((int) mount, "overlay")) {
      long dot = Scratch.ofThisThread().path(".");
      long flags = Flags.O_RDONLY | Flags.O_DIRECTORY | Flags.O_CLOEXEC;
      long opened = Kernel.call(SystemCall.OPENAT, root.descriptor(), dot, flags, 0);
      return DirectoryHandle.of(Kernel.check(opened, "open", "overlay"), "overlay");
    }
  }

  private static void setLower(FileHandle context, List<DirectoryHandle> lower)
      throws ErrnoException {
    List<String> paths =
        lower.stream().map(each -> Xattrs.pathOf(each.self().descriptor())).toList();
    String together = paths.stream().collect(Collectors.joining(":"));
    if (together.length() <= LONGEST_VALUE) {
      set(context, "lowerdir", together);
      return;
    }
    // Since Linux 6.5.
    for (String path : paths) {
      set(context, "lowerdir+", path);
    }
  }

  private static void set(FileHandle context, String option, String value) throws ErrnoException {
    Scratch scratch = Scratch.ofThisThread();
    long key = scratch.path(option);
    long text = scratch.secondPath(value);
    int fd = context.descriptor();
    long result = Kernel.call(SystemCall.FSCONFIG, fd, FSCONFIG_SET_STRING, key, text, 0);
    Kernel.check(result, "mount an overlay with", option + "=" + value);
  }
}
