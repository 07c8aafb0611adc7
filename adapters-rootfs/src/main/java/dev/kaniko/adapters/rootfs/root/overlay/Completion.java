package dev.kaniko.adapters.rootfs.root.overlay;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Waits for the disk on a thread of its own, while the build goes on with what the kernel has in
 * memory; then marks the directory as complete and lets the lock go.
 */
final class Completion {
  private final FutureTask<Void> task;

  /**
   * @param lock taken over
   */
  Completion(Path directory, Path mark, FileLock lock) {
    this.task =
        new FutureTask<>(
            () -> {
              try (lock;
                  DirectoryHandle handle = DirectoryHandle.open(directory)) {
                handle.self().syncFileSystem();
                Files.createFile(mark);
              }
              return null;
            });
    Thread.ofPlatform().name("sync " + directory).start(task);
  }

  /** Waits for the end, and throws what went wrong. */
  void await() throws IOException {
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the disk", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }
}
