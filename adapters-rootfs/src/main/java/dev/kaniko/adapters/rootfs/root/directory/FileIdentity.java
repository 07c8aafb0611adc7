package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.adapters.rootfs.linux.FileStatus;

/**
 * Which file something is, whatever its name.
 *
 * @param born when it was made: the number of an inode is used again
 */
public record FileIdentity(long device, long inode, long born) {

  public static FileIdentity of(FileStatus status) {
    return new FileIdentity(status.device(), status.inode(), status.born());
  }
}
