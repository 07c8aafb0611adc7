package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.adapters.rootfs.root.directory.DirectoryRootFilesystems;
import dev.kaniko.adapters.rootfs.root.guest.Guest;
import dev.kaniko.adapters.rootfs.root.guest.GuestDwellings;
import dev.kaniko.adapters.rootfs.root.inplace.Pod;
import dev.kaniko.ports.rootfs.RootFilesystems;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A guest who is root, and may do all that root may: then roots differ from others only in whom
 * commands find files to belong to.
 */
class GuestRootTest extends RootFilesystemContract {
  @Override
  String seenAs(String owner) {
    return "0:0";
  }

  @Override
  RootFilesystems open(WorkDirectory directory, LayerDecoder decoder) {
    try {
      Path pod = folders.make();
      Guest guest = new Guest(0, 0, List.of());
      return new DirectoryRootFilesystems(
          new GuestDwellings(
              directory,
              new Pod(pod, new RootMount.Directory(pod), Set.of()),
              guest,
              warnings::add),
          decoder,
          warnings::add);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
