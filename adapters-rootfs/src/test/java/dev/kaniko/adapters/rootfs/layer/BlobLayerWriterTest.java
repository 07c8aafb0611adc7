package dev.kaniko.adapters.rootfs.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kaniko.adapters.rootfs.compression.CompressionEngine;
import dev.kaniko.adapters.rootfs.compression.CompressionWorkers;
import dev.kaniko.adapters.rootfs.tar.ReadTar;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.Tool;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerEntry.HardLink;
import dev.kaniko.domain.filesystem.LayerEntry.OpaqueWhiteout;
import dev.kaniko.domain.filesystem.LayerEntry.Present;
import dev.kaniko.domain.filesystem.LayerEntry.Whiteout;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.layer.LayerWriter.LayerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobLayerWriterTest {
  private static final Instant TIME = Instant.parse("2024-02-03T04:05:06.789Z");
  private static final FileMetadata PLAIN = new FileMetadata(0644, 0, 0, TIME);

  private final CompressionWorkers workers = new CompressionWorkers(2, CompressionEngine.best());

  @TempDir Path directory;

  @AfterEach
  void closeWorkers() {
    workers.close();
  }

  private ImageLayer write(
      Compression compression, Optional<Instant> latest, LayerEntry... entries) {
    return new BlobLayerWriter(directory, workers)
        .write(
            List.of(entries),
            new LayerOptions(ImageFormat.OCI, compression, Optional.empty(), latest));
  }

  private ReadTar written(LayerEntry... entries) throws IOException {
    ImageLayer layer = write(Compression.NONE, Optional.empty(), entries);
    return ReadTar.of(Files.readAllBytes(layer.content().file().orElseThrow()));
  }

  private static Present file(String path, String content) {
    return new Present(FilePath.of(path), new RegularFile(PLAIN, content.getBytes(UTF_8)));
  }

  private static Present directory(String path) {
    return new Present(FilePath.of(path), new Directory(PLAIN.withMode(0755)));
  }

  private static Present special(String path, Special.Kind kind, int major, int minor) {
    return new Present(FilePath.of(path), new Special(PLAIN, kind, major, minor, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "OCI, NONE, application/vnd.oci.image.layer.v1.tar, cat",
    "OCI, GZIP, application/vnd.oci.image.layer.v1.tar+gzip, gzip -dc",
    "OCI, ZSTD, application/vnd.oci.image.layer.v1.tar+zstd, zstd -dc",
    "DOCKER, NONE, application/vnd.docker.image.rootfs.diff.tar, cat",
    "DOCKER, GZIP, application/vnd.docker.image.rootfs.diff.tar.gzip, gzip -dc"
  })
  void a_layer_is_a_file_named_by_its_digest(
      ImageFormat format, Compression compression, String mediaType, String unpack)
      throws IOException {
    LayerOptions options =
        new LayerOptions(format, compression, Optional.empty(), Optional.empty());
    ImageLayer layer =
        new BlobLayerWriter(directory, workers).write(List.of(file("/f", "content")), options);

    Path blob = layer.content().file().orElseThrow();
    byte[] bytes = Files.readAllBytes(blob);
    assertThat(layer.descriptor().mediaType()).isEqualTo(mediaType);
    assertThat(layer.descriptor().digest()).isEqualTo(Digest.sha256(bytes));
    assertThat(layer.descriptor().size()).isEqualTo(bytes.length);
    assertThat(blob).isEqualTo(directory.resolve("sha256/" + Digest.sha256(bytes).hex()));
    assertThat(layer.content().origin()).isEmpty();
    try (InputStream in = layer.content().open()) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }

    byte[] tar = Tool.output(directory, unpack, bytes);
    assertThat(layer.diffId()).isEqualTo(Digest.sha256(tar));
    assertThat(ReadTar.of(tar).contents()).containsExactly("content");
  }

  @Test
  void a_layer_of_nothing_is_the_empty_tar_that_every_builder_makes() {
    ImageLayer layer = write(Compression.GZIP, Optional.empty());
    assertThat(layer.diffId())
        .hasToString("sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");
  }

  @Test
  void every_kind_of_entry_has_its_form_in_the_tar() throws IOException {
    FileNode linked = new RegularFile(PLAIN.withMode(04755), "x".getBytes(UTF_8));
    ReadTar tar =
        written(
            new Present(FilePath.ROOT, new Directory(PLAIN.withMode(0755))),
            directory("/d"),
            special("/d/block", Special.Kind.BLOCK_DEVICE, 8, 1),
            special("/d/char", Special.Kind.CHARACTER_DEVICE, 1, 3),
            new Present(FilePath.of("/d/file"), linked),
            new HardLink(FilePath.of("/d/link"), FilePath.of("/d/file"), linked),
            special("/d/pipe", Special.Kind.FIFO, 0, 0),
            new Present(FilePath.of("/d/symlink"), new Symlink(PLAIN, "/../up")));

    assertThat(tar.entries())
        .extracting(TarEntry::name, TarEntry::type, TarEntry::linkName, TarEntry::size)
        .containsExactly(
            tuple("./", TarEntry.Type.DIRECTORY, "", 0L),
            tuple("d/", TarEntry.Type.DIRECTORY, "", 0L),
            tuple("d/block", TarEntry.Type.BLOCK_DEVICE, "", 0L),
            tuple("d/char", TarEntry.Type.CHARACTER_DEVICE, "", 0L),
            tuple("d/file", TarEntry.Type.REGULAR, "", 1L),
            tuple("d/link", TarEntry.Type.HARD_LINK, "d/file", 0L),
            tuple("d/pipe", TarEntry.Type.FIFO, "", 0L),
            tuple("d/symlink", TarEntry.Type.SYMLINK, "/../up", 0L));
    assertThat(tar.entries().get(5).metadata().mode()).isEqualTo(04755);
    assertThat(tar.entries().get(3).major()).isEqualTo(1);
    assertThat(tar.entries().get(3).minor()).isEqualTo(3);
    assertThat(tar.entries())
        .extracting(entry -> entry.metadata().modified())
        .containsOnly(Instant.parse("2024-02-03T04:05:06Z"));
  }

  @Test
  void whiteouts_come_before_all_else_in_their_directory_and_tell_nothing() throws IOException {
    ReadTar tar =
        written(
            directory("/a"),
            file("/a/b", ""),
            new Whiteout(FilePath.of("/a/c")),
            directory("/d"),
            new OpaqueWhiteout(FilePath.of("/d")),
            directory("/d/e"),
            file("/d/e/f", ""),
            new Whiteout(FilePath.of("/d/e/g")),
            new Whiteout(FilePath.of("/z")));

    assertThat(tar.entries())
        .extracting(TarEntry::name)
        .containsExactly(
            ".wh.z", "a/", "a/.wh.c", "a/b", "d/", "d/.wh..wh..opq", "d/e/", "d/e/.wh.g", "d/e/f");
    TarEntry whiteout = tar.entries().getFirst();
    assertThat(whiteout)
        .isEqualTo(
            new TarEntry(
                ".wh.z",
                TarEntry.Type.REGULAR,
                FileMetadata.ofRoot(0, Instant.EPOCH),
                0,
                "",
                0,
                0));
  }

  @Test
  void the_root_can_be_opaque_and_have_metadata() throws IOException {
    ReadTar tar =
        written(
            new Present(FilePath.ROOT, new Directory(PLAIN.withMode(0700))),
            new OpaqueWhiteout(FilePath.ROOT),
            file("/f", ""));
    assertThat(tar.entries()).extracting(TarEntry::name).containsExactly("./", ".wh..wh..opq", "f");
  }

  @Test
  void sockets_are_left_out() throws IOException {
    Present socket = special("/s", Special.Kind.SOCKET, 0, 0);
    ReadTar tar =
        written(
            file("/f", ""),
            socket,
            new HardLink(FilePath.of("/t"), FilePath.of("/s"), socket.node()));
    assertThat(tar.only().name()).isEqualTo("f");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/.wh.x", "/d/.wh.x", "/.wh.d/x", "/.wh.", "/d/.wh..wh..opq"})
  void names_that_would_be_read_as_whiteouts_are_refused(String path) {
    FilePath bad = FilePath.of(path);
    FileNode node = new RegularFile(PLAIN, new byte[0]);
    for (LayerEntry entry :
        List.of(
            new Present(bad, node),
            new HardLink(bad, FilePath.of("/f"), node),
            new Whiteout(bad),
            new OpaqueWhiteout(bad))) {
      assertThatThrownBy(() -> written(entry))
          .isInstanceOf(UnsafeContentFailure.class)
          .hasMessageStartingWith(path + ": ")
          .hasMessageContaining(".wh.");
    }
  }

  @Test
  void only_capabilities_and_the_attributes_of_users_are_written() throws IOException {
    FileMetadata metadata =
        PLAIN.withXattrs(
            Map.of(
                "security.capability", "\u0001\u0080",
                "user.mine", "yes",
                "user.overlay.opaque", "y",
                "trusted.overlay.opaque", "y",
                "security.selinux", "label",
                "security.ima", "hash",
                "security.evm", "hash",
                "system.posix_acl_access", "acl"));
    FileNode node = new RegularFile(metadata, new byte[0]);
    ReadTar tar =
        written(
            new Present(FilePath.of("/f"), node),
            new HardLink(FilePath.of("/g"), FilePath.of("/f"), node));
    for (TarEntry entry : tar.entries()) {
      assertThat(entry.metadata().xattrs())
          .isEqualTo(Map.of("security.capability", "\u0001\u0080", "user.mine", "yes"));
    }
  }

  @Test
  void no_time_is_later_than_the_latest() throws IOException {
    FileNode old = new RegularFile(PLAIN.withModified(Instant.ofEpochSecond(5)), new byte[0]);
    ImageLayer layer =
        write(
            Compression.NONE,
            Optional.of(Instant.ofEpochSecond(1000)),
            file("/new", ""),
            new Present(FilePath.of("/old"), old));
    ReadTar tar = ReadTar.of(Files.readAllBytes(layer.content().file().orElseThrow()));
    assertThat(tar.entries())
        .extracting(entry -> entry.metadata().modified().getEpochSecond())
        .containsExactly(1000L, 5L);
  }

  @Test
  void the_order_of_the_entries_given_makes_no_difference() {
    LayerEntry[] entries = {
      directory("/a"), file("/a/b", "1"), file("/a!", "2"), new Whiteout(FilePath.of("/0"))
    };
    LayerEntry[] shuffled = {entries[3], entries[2], entries[1], entries[0]};
    assertThat(write(Compression.GZIP, Optional.empty(), shuffled).descriptor())
        .isEqualTo(write(Compression.GZIP, Optional.empty(), entries).descriptor());
  }

  @Test
  void the_root_is_a_directory_and_stays() {
    FileNode file = new RegularFile(PLAIN, new byte[0]);
    for (LayerEntry entry :
        List.of(
            new Whiteout(FilePath.ROOT),
            new Present(FilePath.ROOT, file),
            new HardLink(FilePath.ROOT, FilePath.of("/f"), file))) {
      assertThatThrownBy(() -> written(entry))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("only be a directory");
    }
  }

  @Test
  void two_entries_for_one_path_are_a_mistake() {
    assertThatThrownBy(() -> written(file("/a", ""), directory("/a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two entries for /a");
  }

  private static Present changed(long size, FileContent content) {
    return new Present(
        FilePath.of("/d/changed"), new RegularFile(PLAIN, size, content, Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void a_file_that_changes_meanwhile_is_named_and_leaves_nothing_behind(Compression compression)
      throws IOException {
    for (long size : new long[] {4, 6}) {
      Present entry = changed(size, FileContent.of(new byte[5]));
      assertThatThrownBy(() -> write(compression, Optional.empty(), entry))
          .isInstanceOf(EnvironmentFailure.class)
          .hasMessageStartingWith("/d/changed was changed while");
    }
    assertNothingLeft();
  }

  @Test
  void a_file_that_cannot_be_read_is_named_and_leaves_nothing_behind() throws IOException {
    Present unopened =
        changed(
            1,
            () -> {
              throw new IOException("Permission denied");
            });
    assertThatThrownBy(() -> write(Compression.GZIP, Optional.empty(), unopened))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessage("cannot read /d/changed to put it into a layer: Permission denied");
    Present unread = changed(1, () -> Files.newInputStream(directory));
    assertThatThrownBy(() -> write(Compression.GZIP, Optional.empty(), unread))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageStartingWith("cannot read /d/changed");
    assertNothingLeft();
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("sha256"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void an_attribute_that_no_tar_can_hold_is_refused_with_the_files_name() {
    FileMetadata metadata = PLAIN.withXattrs(Map.of("user.a=b", "c"));
    Present entry = new Present(FilePath.of("/f"), new RegularFile(metadata, new byte[0]));
    assertThatThrownBy(() -> written(entry))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageStartingWith("/f: ");
  }

  @Test
  void a_directory_that_cannot_be_written_is_an_environment_failure() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    LayerOptions options =
        new LayerOptions(ImageFormat.OCI, Compression.GZIP, Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> new BlobLayerWriter(file, workers).write(List.of(), options))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void a_blob_that_was_changed_on_the_disk_is_not_read() throws IOException {
    ImageLayer layer = write(Compression.GZIP, Optional.empty(), file("/f", "content"));
    Path blob = layer.content().file().orElseThrow();
    byte[] bytes = Files.readAllBytes(blob);
    bytes[20] ^= 1;
    Files.write(blob, bytes);
    try (InputStream in = layer.content().open()) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(UnsafeContentFailure.class);
    }
  }

  @Test
  void several_layers_can_be_written_at_once() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<ImageLayer>> layers =
          IntStream.range(0, 12)
              .mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              write(
                                  i % 2 == 0 ? Compression.GZIP : Compression.ZSTD,
                                  Optional.empty(),
                                  file("/f", ("layer " + i / 4).repeat(500_000)))))
              .toList();
      for (int i = 0; i < layers.size(); i++) {
        Path blob = layers.get(i).get().content().file().orElseThrow();
        String unpack = i % 2 == 0 ? "gzip -dc" : "zstd -dc";
        byte[] tar = Tool.output(directory, unpack, Files.readAllBytes(blob));
        assertThat(ReadTar.of(tar).contents().getFirst().length()).isEqualTo(3_500_000);
        assertThat(ReadTar.of(tar).contents().getFirst()).startsWith("layer " + i / 4);
      }
    }
  }

  @Test
  void docker_has_no_zstd_layers() {
    LayerOptions options =
        new LayerOptions(ImageFormat.DOCKER, Compression.ZSTD, Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> new BlobLayerWriter(directory, workers).write(List.of(), options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("zstd");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void gnu_tar_lists_a_layer_with_deletions() throws IOException {
    ImageLayer layer =
        write(
            Compression.GZIP,
            Optional.empty(),
            directory("/etc"),
            new Whiteout(FilePath.of("/etc/motd")),
            file("/etc/issue", "welcome"));
    byte[] blob = Files.readAllBytes(layer.content().file().orElseThrow());
    String listing = Tool.run(directory, "tar --numeric-owner -tzvf - | tr -s ' '", blob);
    assertThat(listing.lines())
        .containsExactly(
            "drwxr-xr-x 0/0 0 2024-02-03 04:05 etc/",
            "---------- 0/0 0 1970-01-01 00:00 etc/.wh.motd",
            "-rw-r--r-- 0/0 7 2024-02-03 04:05 etc/issue");
  }
}
