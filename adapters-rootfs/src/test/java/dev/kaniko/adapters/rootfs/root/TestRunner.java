package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.OverlayMount;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Does things in roots. */
final class TestRunner {
  private TestRunner() {}

  /** Something that is done in a root. */
  @FunctionalInterface
  interface Action {
    /**
     * @param root a path that leads into the root for as long as the action lasts
     */
    void in(Path root) throws IOException, InterruptedException;
  }

  /** Runs a script of busybox's shell, which must succeed. */
  static void run(RootMount mount, String script) {
    run(
        mount,
        root ->
            TestFolder.run("chroot", root.toString(), "/bin/busybox", "sh", "-e", "-c", script));
  }

  static void run(RootMount mount, Action action) {
    try {
      switch (mount) {
        case RootMount.Overlay overlay -> inOverlay(overlay, action);
        case RootMount.Directory(Path directory) -> action.in(directory);
        case RootMount.InPlace() -> throw new IllegalArgumentException("not in this test");
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void inOverlay(RootMount.Overlay overlay, Action action)
      throws IOException, InterruptedException {
    List<DirectoryHandle> lower = new ArrayList<>();
    try (DirectoryHandle upper = DirectoryHandle.open(overlay.upper());
        DirectoryHandle work = DirectoryHandle.open(overlay.work())) {
      for (Path each : overlay.lower()) {
        lower.add(DirectoryHandle.open(each));
      }
      try (DirectoryHandle mount = OverlayMount.mount(lower, upper, work)) {
        action.in(Path.of(mount.self().procPath()));
      }
    } finally {
      for (DirectoryHandle each : lower) {
        each.close();
      }
    }
  }
}
