package dev.kaniko.adapters.rootfs.root;

import java.io.IOException;
import java.nio.file.Path;

/** The work directory is on the pod's file system: roots are renamed. */
class PodRootTest extends PodRootContract {
  @Override
  Path makePod() throws IOException {
    return folders.make();
  }

  @Override
  void removePod(Path folder) {}
}
