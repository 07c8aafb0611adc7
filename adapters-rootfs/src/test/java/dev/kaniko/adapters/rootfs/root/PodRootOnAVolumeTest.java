package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.adapters.rootfs.TestFolder;
import java.io.IOException;
import java.nio.file.Path;

/** The work directory is on another file system, a volume: roots are copied. */
class PodRootOnAVolumeTest extends PodRootContract {
  @Override
  Path makePod() throws IOException {
    Path folder = folders.make();
    try {
      TestFolder.run("mount", "-t", "tmpfs", "-o", "mode=755", "pod", folder.toString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return folder;
  }

  @Override
  void removePod(Path folder) throws IOException, InterruptedException {
    TestFolder.run("umount", folder.toString());
  }
}
