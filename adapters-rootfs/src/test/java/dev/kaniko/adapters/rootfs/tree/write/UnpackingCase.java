package dev.kaniko.adapters.rootfs.tree.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.FakeTar;
import dev.kaniko.adapters.rootfs.Listing;
import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileHandle;
import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Layers are unpacked into a folder beside which another one lies: after every test that one must
 * be what it was, to the nanosecond.
 */
class UnpackingCase {
  @RegisterExtension final TestFolder folders = new TestFolder();
  private final List<String> warnings = new ArrayList<>();
  private final SkippedContent skipped = new SkippedContent(warnings::add);
  private Path folder;
  private List<String> outsideBefore;
  private int layers;

  @BeforeEach
  void makeFolders() throws IOException {
    folder = folders.make();
    Files.createDirectory(folder.resolve("root"));
    Files.createDirectories(outside().resolve("dir"));
    Files.writeString(outside().resolve("canary"), "alive");
    Files.writeString(outside().resolve("dir/canary"), "alive");
    outsideBefore = Listing.inFull(outside());
  }

  @AfterEach
  void nothing_outside_has_changed() throws IOException {
    assertThat(Listing.inFull(outside())).isEqualTo(outsideBefore);
    assertThat(Files.readString(outside().resolve("canary"))).isEqualTo("alive");
    assertThat(Files.readString(outside().resolve("dir/canary"))).isEqualTo("alive");
    assertThat(Listing.of(folder))
        .as("nothing is put beside the root")
        .allMatch(line -> line.startsWith("root") || line.startsWith("outside"));
  }

  /** Lies beside the root and has {@code canary} and {@code dir/canary} in it. */
  Path outside() {
    return folder.resolve("outside");
  }

  Path root() {
    return folder.resolve("root");
  }

  void unpack(FakeTar.Member... members) throws IOException {
    unpack(LeftAlone.NOTHING, members);
  }

  void unpack(LeftAlone leftAlone, FakeTar.Member... members) throws IOException {
    layers++;
    try (DirectoryHandle handle = DirectoryHandle.open(root());
        TreeWriter writer = new TreeWriter(handle, leftAlone, skipped)) {
      new LayerUnpacker(writer, "layer " + layers).unpack(new FakeTar(members));
      writer.finish();
    }
  }

  List<String> warnings() {
    return warnings;
  }

  List<String> files() {
    return Listing.of(root());
  }

  List<String> filesInFull() {
    return Listing.inFull(root());
  }

  String rootInFull() throws IOException {
    try {
      return TestFolder.run(
          "find", root().toString(), "-maxdepth", "0", "-printf", "%y %m %U:%G %T@");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String content(String path) throws IOException {
    return Files.readString(root().resolve(path), StandardCharsets.ISO_8859_1);
  }

  String linkTarget(String path) throws IOException {
    try (DirectoryHandle handle = DirectoryHandle.open(root());
        FileHandle link = handle.find(FilePath.of(path)).orElseThrow()) {
      return link.linkTarget();
    }
  }

  /** All of them, whatever policy there is. */
  Map<String, String> xattrs(String path) throws IOException {
    try (DirectoryHandle handle = DirectoryHandle.open(root());
        FileHandle file = handle.find(FilePath.of(path)).orElseThrow()) {
      return file.xattrs(name -> true);
    }
  }
}
