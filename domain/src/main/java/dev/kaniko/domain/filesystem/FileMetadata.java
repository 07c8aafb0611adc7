package dev.kaniko.domain.filesystem;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What every kind of file carries beside its content.
 *
 * @param mode permission bits with setuid, setgid and sticky: 0 to 07777, never the type bits
 * @param uid numeric owner, 0 to 2^32-2
 * @param gid numeric group, 0 to 2^32-2
 * @param modified the mtime
 * @param xattrs extended attributes by name; names and values are bytes, one a char (ISO-8859-1)
 */
public record FileMetadata(
    int mode, long uid, long gid, Instant modified, SortedMap<String, String> xattrs) {
  private static final SortedMap<String, String> NO_XATTRS =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  /** The largest id; 2^32-1 is the kernel's "leave it as it is". */
  public static final long LARGEST_ID = 0xFFFF_FFFEL;

  public FileMetadata {
    if (mode < 0 || mode > 07777) {
      throw new IllegalArgumentException("mode " + Integer.toOctalString(mode));
    }
    if (uid < 0 || uid > LARGEST_ID || gid < 0 || gid > LARGEST_ID) {
      throw new IllegalArgumentException("owner " + uid + ":" + gid);
    }
    xattrs =
        xattrs.isEmpty() ? NO_XATTRS : Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
  }

  public FileMetadata(int mode, long uid, long gid, Instant modified) {
    this(mode, uid, gid, modified, NO_XATTRS);
  }

  /** Owned by root, without extended attributes. */
  public static FileMetadata ofRoot(int mode, Instant modified) {
    return new FileMetadata(mode, 0, 0, modified);
  }

  public FileMetadata withMode(int newMode) {
    return new FileMetadata(newMode, uid, gid, modified, xattrs);
  }

  public FileMetadata withOwner(long newUid, long newGid) {
    return new FileMetadata(mode, newUid, newGid, modified, xattrs);
  }

  public FileMetadata withModified(Instant newModified) {
    return new FileMetadata(mode, uid, gid, newModified, xattrs);
  }

  public FileMetadata withXattrs(Map<String, String> newXattrs) {
    return new FileMetadata(mode, uid, gid, modified, new TreeMap<>(newXattrs));
  }

  /** Same mode, owner and attributes; the mtime is not looked at. */
  public boolean sameButTime(FileMetadata other) {
    return mode == other.mode
        && uid == other.uid
        && gid == other.gid
        && xattrs.equals(other.xattrs);
  }
}
