package dev.kaniko.adapters.rootfs.root.overlay;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.linux.OverlayMount;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether overlays can be made in a work directory, found out by making one. */
public final class OverlaySupport {
  private OverlaySupport() {}

  /**
   * Why roots cannot be overlays here, in words for the log; empty when they can. Much may be
   * missing: the right to mount, overlayfs in the kernel, or a file system for the work directory
   * on which an overlay can stand (overlayfs itself and many network file systems are none).
   */
  public static Optional<String> missing(WorkDirectory work) {
    try {
      Path lower = work.newDirectory();
      Files.createFile(lower.resolve("file"));
      Files.createDirectory(lower.resolve("directory"));
      Path upper = work.newDirectory();
      try (DirectoryHandle lowerHandle = DirectoryHandle.open(lower);
          DirectoryHandle upperHandle = DirectoryHandle.open(upper);
          DirectoryHandle workHandle = DirectoryHandle.open(work.newDirectory())) {
        return tryOut(lowerHandle, upperHandle, workHandle);
      }
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static Optional<String> tryOut(
      DirectoryHandle lower, DirectoryHandle upper, DirectoryHandle work) throws IOException {
    try (DirectoryHandle mount = OverlayMount.mount(List.of(lower), upper, work)) {
      mount.removeFile("file");
      mount.removeDirectory("directory");
      mount.makeDirectory("directory");
      boolean whiteout =
          upper
              .status("file")
              .filter(status -> status.type() == FileStatus.Type.CHARACTER_DEVICE)
              .isPresent();
      boolean opaque =
          upper
              .xattrs("directory", OverlayAttributes.OPAQUE::equals)
              .containsKey(OverlayAttributes.OPAQUE);
      return whiteout && opaque
          ? Optional.empty()
          : Optional.of("overlayfs does not leave its marks in the upper directory");
    }
  }
}
