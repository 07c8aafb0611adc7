package dev.kaniko.adapters.rootfs.root.overlay;

import dev.kaniko.adapters.rootfs.tree.ImageXattrs;
import dev.kaniko.domain.filesystem.FileNode;
import java.util.SortedMap;
import java.util.TreeMap;

/** The notes that overlayfs makes on files, as extended attributes. */
final class OverlayAttributes {
  /** On a directory that hides what lower layers have in it. */
  static final String OPAQUE = "trusted.overlay.opaque";

  /** What overlayfs uses instead in a user namespace ({@code userxattr}). */
  private static final String USER_OPAQUE = "user.overlay.opaque";

  private OverlayAttributes() {}

  /** The names that have to be read of a file in an upper directory. */
  static boolean isWanted(String name) {
    return ImageXattrs.contains(name)
        || name.equals(OPAQUE)
        || name.equals(USER_OPAQUE)
        || meansElsewhere(name);
  }

  static boolean isOpaque(FileNode node) {
    SortedMap<String, String> xattrs = node.metadata().xattrs();
    return "y".equals(xattrs.get(OPAQUE)) || "y".equals(xattrs.get(USER_OPAQUE));
  }

  /** True when the file's entries or its content are not where the file is. */
  static boolean isElsewhere(FileNode node) {
    return node.metadata().xattrs().keySet().stream().anyMatch(OverlayAttributes::meansElsewhere);
  }

  /** The node with the image's attributes only. */
  static FileNode without(FileNode node) {
    SortedMap<String, String> kept = new TreeMap<>(node.metadata().xattrs());
    kept.keySet().removeIf(name -> !ImageXattrs.contains(name));
    return node.withMetadata(node.metadata().withXattrs(kept));
  }

  private static boolean meansElsewhere(String name) {
    return switch (name) {
      case "trusted.overlay.redirect",
          "user.overlay.redirect",
          "trusted.overlay.metacopy",
          "user.overlay.metacopy" ->
          true;
      default -> false;
    };
  }
}
