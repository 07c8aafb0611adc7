package dev.kaniko.adapters.rootfs.root.guest;

import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.linux.ThisProcess;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import java.util.List;
import java.util.TreeMap;

/**
 * The user who builds and runs commands, without rights over the files of others.
 *
 * @param groups the supplementary ones
 */
public record Guest(long uid, long gid, List<Long> groups) {
  private static final int STICKY = 01000;
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;
  private static final int WRITE = 2;
  private static final int EXECUTE = 1;

  public Guest {
    groups = List.copyOf(groups);
  }

  public static Guest ofThisProcess() {
    return new Guest(
        ThisProcess.effectiveUser(), ThisProcess.effectiveGroup(), ThisProcess.groups());
  }

  /** Whether only the rights of others count for a file, or those of its owner as well. */
  boolean owns(FileMetadata file) {
    return uid == 0 || uid == file.uid();
  }

  boolean owns(FileStatus file) {
    return uid == 0 || uid == file.uid();
  }

  /** Whether entries of a directory of the pod can be made and, as the sticky bit says, removed. */
  boolean mayChange(FileStatus directory) {
    return owns(directory)
        || (rights(directory.permissions(), directory.gid()) & (WRITE | EXECUTE))
            == (WRITE | EXECUTE);
  }

  boolean mayRemove(FileStatus entry, FileStatus from) {
    boolean sticky = (from.permissions() & STICKY) != 0;
    return mayChange(from) && (!sticky || owns(from) || owns(entry));
  }

  /** Whether a directory of the pod lets a command do all that it may do in the image's. */
  boolean isAsOpen(FileStatus pod, FileMetadata image) {
    return owns(pod) || (rightsOfCommands(image) & ~rights(pod.permissions(), pod.gid())) == 0;
  }

  private int rightsOfCommands(FileMetadata image) {
    return owns(image) ? image.mode() >> 6 & 7 : rights(image.mode(), image.gid());
  }

  private int rights(int mode, long group) {
    return (group == gid || groups.contains(group) ? mode >> 3 : mode) & 7;
  }

  /**
   * A file as it lies in the pod, where it is this user's: the owner there has the rights that this
   * user has in the image.
   */
  FileNode onDisk(FileNode node) {
    FileMetadata image = node.metadata();
    boolean directory = node instanceof Directory;
    int rights = rightsOfCommands(image);
    int kept = 077 | STICKY;
    if (owns(image) && !directory) {
      kept |= SETUID;
    }
    if (image.gid() == gid && (directory || owns(image))) {
      kept |= SETGID;
    }
    TreeMap<String, String> xattrs = new TreeMap<>(image.xattrs());
    // These need a right to be set; a command without rights would get none from them either.
    xattrs.keySet().removeIf(name -> !name.startsWith("user."));
    return node.withMetadata(
        new FileMetadata((image.mode() & kept) | rights << 6, uid, gid, image.modified(), xattrs));
  }

  /** For messages. */
  static String ownerOf(FilePath path, FileStatus status) {
    return path
        + " (owner "
        + status.uid()
        + ":"
        + status.gid()
        + ", mode 0"
        + Integer.toOctalString(status.permissions())
        + ")";
  }
}
