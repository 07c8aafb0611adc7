package dev.kaniko.adapters.rootfs.root.directory;

/**
 * What an index has of one file.
 *
 * @param mode 0 to 07777
 * @param size in bytes; of devices their numbers
 * @param modified the mtime, in nanoseconds since the epoch
 * @param changed the ctime, likewise
 */
public record Seen(
    FileIdentity identity, int mode, long uid, long gid, long size, long modified, long changed) {}
