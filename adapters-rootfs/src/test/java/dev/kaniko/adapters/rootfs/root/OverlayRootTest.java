package dev.kaniko.adapters.rootfs.root;

import static dev.kaniko.adapters.rootfs.FakeTar.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.root.overlay.OverlayRootFilesystems;
import dev.kaniko.adapters.rootfs.root.overlay.OverlaySupport;
import dev.kaniko.ports.rootfs.RootFilesystem;
import dev.kaniko.ports.rootfs.RootFilesystems;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OverlayRootTest extends RootFilesystemContract {
  @Override
  RootFilesystems open(WorkDirectory directory, LayerDecoder decoder) {
    assertThat(OverlaySupport.missing(directory)).isEmpty();
    return new OverlayRootFilesystems(directory, decoder, warnings::add);
  }

  @Test
  void a_file_that_was_only_opened_for_writing_has_not_changed() throws IOException {
    RootFilesystem root = shellRoot(images.layer(file("a", "x"), file("d/b", "y")));
    TestRunner.run(root.mount(), ": >> a; chmod 644 d/b; chown 0:0 d/b; chmod 755 d");
    assertThat(root.changes()).isEmpty();
  }
}
