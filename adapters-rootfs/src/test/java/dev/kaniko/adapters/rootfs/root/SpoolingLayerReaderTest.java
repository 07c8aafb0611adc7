package dev.kaniko.adapters.rootfs.root;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.FakeTar;
import dev.kaniko.adapters.rootfs.TreeState;
import dev.kaniko.adapters.rootfs.compression.CompressionEngine;
import dev.kaniko.adapters.rootfs.compression.CompressionWorkers;
import dev.kaniko.adapters.rootfs.layer.BlobLayerWriter;
import dev.kaniko.adapters.rootfs.layer.LayerTars;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special.Kind;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.OpaqueWhiteout;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayerEntry.Whiteout;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.layer.LayerWriter.LayerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolingLayerReaderTest {
  private static final FileMetadata PLAIN =
      new FileMetadata(0644, 7, 8, Instant.parse("2024-02-03T04:05:06Z"));

  @TempDir Path directory;

  /** Reads layers as the executor does. */
  private static final class RealDecoder implements LayerDecoder {
    private final LayerTars tars = LayerTars.generous();

    @Override
    public InputStream uncompressed(InputStream blob) throws IOException {
      return tars.uncompressed(blob);
    }

    @Override
    public TarReader entries(InputStream tar) {
      return tars.entries(tar);
    }
  }

  @Test
  void what_is_read_is_what_was_written() {
    FileNode linked =
        new RegularFile(
            PLAIN.withMode(04755),
            3,
            FileContent.of("abc".getBytes(UTF_8)),
            Optional.of(new InodeId(-1, 1)));
    List<LayerEntry> entries =
        List.of(
            new Present(FilePath.of("/d"), new FileNode.Directory(PLAIN.withMode(01777))),
            new OpaqueWhiteout(FilePath.of("/d")),
            new Present(
                FilePath.of("/d/f"),
                new RegularFile(PLAIN.withXattrs(Map.of("user.a", "\u00ff")), new byte[70_000])),
            new Present(FilePath.of("/d/g"), linked),
            new HardLink(FilePath.of("/d/h"), FilePath.of("/d/g"), linked),
            new Present(FilePath.of("/d/l"), new FileNode.Symlink(PLAIN, "../../x")),
            new Present(
                FilePath.of("/d/p"),
                new FileNode.Special(PLAIN, Kind.FIFO, 0, 0, Optional.empty())),
            new Whiteout(FilePath.of("/gone")));
    ImageLayer layer;
    try (CompressionWorkers workers = new CompressionWorkers(2, CompressionEngine.best())) {
      layer =
          new BlobLayerWriter(directory, workers)
              .write(
                  entries,
                  new LayerOptions(
                      ImageFormat.OCI, Compression.GZIP, Optional.empty(), Optional.empty()));
    }
    List<LayerEntry> read = new SpoolingLayerReader(directory, new RealDecoder()).read(layer);
    assertThat(TreeState.shape(read)).isEqualTo(TreeState.shape(entries));
    assertThat(((HardLink) read.get(4)).node().sharedInode())
        .isPresent()
        .isEqualTo(((Present) read.get(3)).node().sharedInode());
  }

  @Test
  void layers_that_this_program_never_writes_are_refused() {
    assertRefused("comes twice", FakeTar.file("f", "1"), FakeTar.file("f", "2"));
    assertRefused(
        "hard link to what is no file of the same layer", FakeTar.hardLink("l", "../etc/passwd"));
    assertRefused("takes away nothing", FakeTar.file(".wh...", ""));
    assertRefused("can only be a directory", FakeTar.file("./", "1"));
  }

  private void assertRefused(String why, FakeTar.Member... members) {
    FakeImages images = new FakeImages();
    ImageLayer layer = images.layer(members);
    assertThatThrownBy(() -> new SpoolingLayerReader(directory, images).read(layer))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining(why);
  }
}
