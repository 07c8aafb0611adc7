package dev.kaniko.adapters.rootfs.root.directory;

/**
 * Which file something is, whatever its name.
 *
 * @param born when it was made: the number of an inode is used again
 */
public record FileIdentity(long device, long inode, long born) {}
