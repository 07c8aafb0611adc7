package dev.kaniko.adapters.rootfs.root;

import static dev.kaniko.adapters.rootfs.FakeTar.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.TreeState;
import dev.kaniko.adapters.rootfs.root.directory.DirectoryRootFilesystems;
import dev.kaniko.adapters.rootfs.root.directory.PlainDwellings;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootFilesystems;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoryRootTest extends RootFilesystemContract {
  @Override
  RootFilesystems open(WorkDirectory directory, LayerDecoder decoder) {
    return new DirectoryRootFilesystems(new PlainDwellings(directory), decoder, warnings::add);
  }

  @Test
  void a_content_changed_behind_its_times_and_size_is_found() throws IOException {
    RootFilesystem root = shellRoot(images.layer(file("a", "old"), file("b", "old")));
    TestRunner.run(
        root.mount(), "touch -r a t; printf new > a; touch -r t a; rm t; stat -c %Y a > stat");
    assertThat(TreeState.shape(root.changes())).containsExactly("+ /a", "+ /stat");
    assertThat(content(root, "/a")).isEqualTo("new");
  }

  /** On kernels before 6.13 the clock for files stands still for 4 ms and more. */
  @Test
  void a_change_right_after_the_files_were_laid_is_found() throws IOException {
    for (int i = 0; i < 20; i++) {
      RootFilesystem root = roots.fromLayers(List.of());
      root.lay(List.of(present("/a", "old")));
      TestRunner.run(
          root.mount(),
          path -> {
            var modified = java.nio.file.Files.getLastModifiedTime(path.resolve("a"));
            java.nio.file.Files.writeString(path.resolve("a"), "new");
            java.nio.file.Files.setLastModifiedTime(path.resolve("a"), modified);
          });
      assertThat(TreeState.shape(root.changes())).containsExactly("+ /a");
    }
  }

  @Test
  void a_root_is_not_changed_once_another_was_made_from_it() throws IOException {
    RootFilesystem root = shellRoot();
    roots.fork(root);
    assertThatThrownBy(root::mount).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> root.lay(List.of())).isInstanceOf(IllegalStateException.class);
  }
}
