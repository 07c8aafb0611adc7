package dev.kaniko.wiring.isolation;

import dev.kaniko.ports.rootfs.CommandRunner;
import dev.kaniko.ports.rootfs.RootFilesystems;

/**
 * The roots of the stages and what runs commands in them.
 *
 * @param label for the log
 */
public record IsolatedRoots(String label, RootFilesystems filesystems, CommandRunner commands)
    implements AutoCloseable {
  @Override
  public void close() {
    filesystems.close();
  }
}
