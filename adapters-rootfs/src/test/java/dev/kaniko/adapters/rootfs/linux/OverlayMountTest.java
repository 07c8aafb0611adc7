package dev.kaniko.adapters.rootfs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayMountTest {
  @RegisterExtension final TestFolder folders = new TestFolder();

  @ParameterizedTest
  @ValueSource(ints = {1, 12, 60})
  void changes_go_to_the_upper_directory_and_the_topmost_lower_one_wins(int depth)
      throws IOException {
    Path folder = folders.make();
    List<DirectoryHandle> lower = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      Path layer = Files.createDirectory(folder.resolve("lower" + i));
      Files.writeString(layer.resolve("same"), "layer " + i);
      Files.writeString(layer.resolve("own" + i), "x");
      lower.addFirst(DirectoryHandle.open(layer));
    }
    DirectoryHandle upper = DirectoryHandle.open(Files.createDirectory(folder.resolve("upper")));
    DirectoryHandle work = DirectoryHandle.open(Files.createDirectory(folder.resolve("work")));
    try (DirectoryHandle mount = OverlayMount.mount(lower, upper, work)) {
      assertThat(mount.names()).hasSize(depth + 1);
      byte[] read = new byte[100];
      try (FileHandle same = mount.openFile(FilePath.of("same"))) {
        int length = same.read(read, 0, 100);
        assertThat(new String(read, 0, length, java.nio.charset.StandardCharsets.US_ASCII))
            .isEqualTo("layer " + (depth - 1));
      }
      mount.removeFile("own0");
      assertThat(upper.status("own0").orElseThrow().type())
          .isEqualTo(FileStatus.Type.CHARACTER_DEVICE);
      assertThat(mount.status("own0")).isEmpty();
    }
    upper.close();
    work.close();
    for (DirectoryHandle each : lower) {
      each.close();
    }
  }

  @Test
  void a_process_can_make_the_mount_its_root() throws Exception {
    Path folder = folders.make();
    Path layer = Files.createDirectory(folder.resolve("lower"));
    Files.copy(Path.of("/usr/bin/busybox"), layer.resolve("busybox"));
    layer.resolve("busybox").toFile().setExecutable(true);
    try (DirectoryHandle lower = DirectoryHandle.open(layer);
        DirectoryHandle upper =
            DirectoryHandle.open(Files.createDirectory(folder.resolve("upper")));
        DirectoryHandle work = DirectoryHandle.open(Files.createDirectory(folder.resolve("work")));
        DirectoryHandle mount = OverlayMount.mount(List.of(lower), upper, work)) {
      TestFolder.run("chroot", mount.self().procPath(), "/busybox", "touch", "/made");
      assertThat(upper.names()).containsExactly("made");
    }
  }
}
