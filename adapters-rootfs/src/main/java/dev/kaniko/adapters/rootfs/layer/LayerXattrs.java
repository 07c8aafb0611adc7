package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.domain.filesystem.FileMetadata;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which extended attributes belong into a layer: capabilities, and what users have set. The rest is
 * the machine's: overlayfs's notes, labels and measurements of security modules, and access lists,
 * whose ids mean nothing elsewhere.
 */
final class LayerXattrs {
  private static final String CAPABILITY = "security.capability";
  private static final String USER = "user.";

  /** The notes of an overlay that was mounted without privileges. */
  private static final String USER_OVERLAY = "user.overlay.";

  private LayerXattrs() {}

  static FileMetadata keep(FileMetadata metadata) {
    if (metadata.xattrs().keySet().stream().allMatch(LayerXattrs::belongs)) {
      return metadata;
    }
    SortedMap<String, String> kept = new TreeMap<>(metadata.xattrs());
    kept.keySet().removeIf(name -> !belongs(name));
    return metadata.withXattrs(kept);
  }

  private static boolean belongs(String name) {
    return name.equals(CAPABILITY) || (name.startsWith(USER) && !name.startsWith(USER_OVERLAY));
  }
}
