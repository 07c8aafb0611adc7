package dev.kaniko.adapters.rootfs.tree.write;

import dev.kaniko.domain.filesystem.FilePath;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Tells of what a machine cannot hold, once for each reason: an image has a thousand such files or
 * none.
 */
public final class SkippedContent {
  private final Consumer<String> warnings;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * @param warnings hears a sentence about the first file of each kind
   */
  public SkippedContent(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /** The machine does not let this process make device nodes. */
  void device(FilePath path) {
    tell(
        "device",
        path + ": device nodes cannot be made here (CAP_MKNOD is missing) and are left out");
  }

  /** A character device 0:0 is how overlayfs marks what is gone. */
  void whiteoutDevice(FilePath path) {
    tell(
        "whiteout",
        path + ": character devices 0:0 cannot be told from whiteouts and are left out");
  }

  /** The file system takes no such attribute, or the attribute does not belong to an image. */
  void attribute(FilePath path, String name) {
    tell("attribute " + name, path + ": the extended attribute " + name + " is left out");
  }

  private void tell(String reason, String sentence) {
    if (told.add(reason)) {
      warnings.accept(sentence);
    }
  }
}
