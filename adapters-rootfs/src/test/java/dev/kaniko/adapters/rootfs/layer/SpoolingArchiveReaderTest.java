package dev.kaniko.adapters.rootfs.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.decompression.InflationLimits;
import dev.kaniko.adapters.rootfs.tar.HandmadeTar;
import dev.kaniko.adapters.rootfs.tar.HandmadeTar.Header;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.TarLimits;
import dev.kaniko.adapters.rootfs.tar.Tool;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ArchiveReader;
import dev.kaniko.ports.layer.ArchiveReader.Archive;
import dev.kaniko.ports.layer.ArchiveReader.Member;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolingArchiveReaderTest {
  private static final byte[] TAR =
      new HandmadeTar()
          .file("first", "content of the first")
          .file("empty", "")
          .file("large", "0123456789".repeat(30_000))
          .file("last", "last")
          .toBytes();

  @TempDir Path work;

  private ArchiveReader reader() {
    return reader(TarLimits.GENEROUS, InflationLimits.GENEROUS);
  }

  private ArchiveReader reader(TarLimits tarLimits, InflationLimits inflationLimits) {
    TreeUnpacker none =
        (tar, name, directory) -> {
          throw new AssertionError("nothing to unpack");
        };
    return new SpoolingArchiveReader(work, none, new LayerTars(tarLimits, inflationLimits));
  }

  private Optional<Archive> open(byte[] bytes) {
    return reader().open(FileContent.of(bytes), "archive");
  }

  private static byte[] packed(String tool, byte[] bytes) {
    return Tool.output(Path.of("."), tool, bytes);
  }

  private static String content(Member member) throws IOException {
    RegularFile file = (RegularFile) ((Member.File) member).node();
    try (InputStream in = file.content().open()) {
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat", "gzip", "bzip2", "xz", "zstd"})
  void an_archive_is_recognised_however_it_is_packed(String tool) throws IOException {
    try (Archive archive = open(packed(tool, TAR)).orElseThrow()) {
      assertThat(archive.members())
          .extracting(Member::name)
          .containsExactly("first", "empty", "large", "last");
      assertThat(content(archive.members().get(2))).isEqualTo("0123456789".repeat(30_000));
    }
  }

  @Test
  void contents_can_be_read_in_any_order_again_and_at_once() throws IOException {
    try (Archive archive = open(TAR).orElseThrow()) {
      List<Member> members = archive.members();
      assertThat(content(members.get(3))).isEqualTo("last");
      assertThat(content(members.get(0))).isEqualTo("content of the first");
      assertThat(content(members.get(1))).isEmpty();
      assertThat(content(members.get(3))).isEqualTo("last");
      RegularFile first = (RegularFile) ((Member.File) members.get(0)).node();
      RegularFile last = (RegularFile) ((Member.File) members.get(3)).node();
      try (InputStream a = first.content().open();
          InputStream b = last.content().open()) {
        assertThat(a.read()).isEqualTo('c');
        assertThat(b.read()).isEqualTo('l');
        assertThat(a.read()).isEqualTo('o');
        assertThat(b.readAllBytes()).asString().isEqualTo("ast");
        assertThat(a.readAllBytes()).hasSize(18);
      }
    }
  }

  @Test
  void every_kind_of_member_keeps_what_the_archive_says_of_it() throws IOException {
    byte[] tar =
        new HandmadeTar()
            .add(new Header("../up/", '5').text(100, "0001755\0"))
            .add(new Header("/abs", '2').text(157, "../../etc/passwd"))
            .add(new Header("./hard", '1').text(157, "/abs/../file"))
            .add(new Header("null", '3').text(329, "0000001\0").text(337, "0000003\0"))
            .add(new Header("disk", '4').text(329, "0000010\0").text(337, "0000021\0"))
            .add(new Header("pipe", '6'))
            .pax('x', "SCHILY.xattr.user.a=\u0080", "uid=4000000000", "mtime=5.25")
            .file("caf\u00e9", "x")
            .toBytes();
    FileMetadata plain = FileMetadata.ofRoot(0644, Instant.EPOCH);
    try (Archive archive = open(tar).orElseThrow()) {
      List<Member> members = archive.members();
      assertThat(members.subList(0, 6))
          .containsExactly(
              new Member.File("../up/", new Directory(plain.withMode(01755))),
              new Member.File("/abs", new Symlink(plain, "../../etc/passwd")),
              new Member.Link("./hard", "/abs/../file"),
              special("null", Special.Kind.CHARACTER_DEVICE, 1, 3),
              special("disk", Special.Kind.BLOCK_DEVICE, 8, 17),
              special("pipe", Special.Kind.FIFO, 0, 0));
      FileNode file = ((Member.File) members.get(6)).node();
      assertThat(members.get(6).name()).isEqualTo("caf\u00e9");
      assertThat(file.metadata())
          .isEqualTo(
              new FileMetadata(0644, 4_000_000_000L, 0, Instant.ofEpochSecond(5, 250_000_000))
                  .withXattrs(Map.of("user.a", "\u0080")));
      assertThat(((RegularFile) file).size()).isEqualTo(1);
    }
  }

  private static Member special(String name, Special.Kind kind, int major, int minor) {
    FileMetadata plain = FileMetadata.ofRoot(0644, Instant.EPOCH);
    return new Member.File(name, new Special(plain, kind, major, minor, Optional.empty()));
  }

  @Test
  void what_is_no_tar_is_no_archive() throws IOException {
    byte[] text = "just some text\n".repeat(1000).getBytes(US_ASCII);
    byte[] half = packed("gzip", TAR);
    List<byte[]> others =
        List.of(
            new byte[0],
            new byte[1024],
            "short".getBytes(US_ASCII),
            text,
            packed("gzip", text),
            packed("xz", text),
            packed("zstd", text),
            packed("bzip2", text),
            packed("gzip", new byte[0]),
            packed("gzip", packed("gzip", TAR)),
            Arrays.copyOf(half, 12),
            "BZhello world, this is no bzip2".getBytes(US_ASCII),
            new byte[] {0x1f, (byte) 0x8b, 8, 0, 0},
            "PK\u0003\u0004".getBytes(US_ASCII));
    for (byte[] other : others) {
      assertThat(open(other)).as("%d bytes", other.length).isEmpty();
    }
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void an_archive_that_is_damaged_further_on_is_an_error() {
    byte[] cut = Arrays.copyOf(TAR, TAR.length - 3000);
    byte[] gzip = packed("gzip", TAR);
    byte[] wrong = new HandmadeTar().file("f", "").add(new Header("odd", 'Z')).toBytes();
    byte[] first = new HandmadeTar().add(new Header("odd", 'Z')).toBytes();
    for (byte[] damaged : List.of(cut, Arrays.copyOf(gzip, gzip.length - 9), wrong, first)) {
      assertThatThrownBy(() -> open(damaged))
          .isInstanceOf(UnsafeContentFailure.class)
          .hasMessageStartingWith("archive: ");
    }
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void limits_are_kept_and_leave_nothing_behind() {
    TarLimits few = new TarLimits(100, 100, 3, 1 << 20);
    assertThatThrownBy(() -> reader(few, InflationLimits.GENEROUS).open(FileContent.of(TAR), "big"))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("big: ")
        .hasMessageContaining("more than 3 entries");
    InflationLimits little = new InflationLimits(100_000, 10, 1 << 20, 1 << 20);
    byte[] gzip = packed("gzip", TAR);
    assertThatThrownBy(() -> reader(TarLimits.GENEROUS, little).open(FileContent.of(gzip), "bomb"))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("more than 100000 bytes");
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void the_hole_of_a_sparse_file_costs_no_disk() throws IOException {
    long gibibyte = 1L << 30;
    byte[] tar =
        new HandmadeTar()
            .pax('x', "GNU.sparse.size=" + gibibyte, "GNU.sparse.map=500000000,4")
            .file("sparse", "data")
            .file("next", "next")
            .pax('x', "GNU.sparse.size=1000000", "GNU.sparse.map=0,4")
            .file("hole-at-the-end", "data")
            .toBytes();
    try (Archive archive = open(tar).orElseThrow()) {
      long kilobytes = Long.parseLong(Tool.run(work, "du -k . | cut -f1", new byte[0]).strip());
      assertThat(kilobytes).isLessThan(1000);
      RegularFile sparse = (RegularFile) ((Member.File) archive.members().get(0)).node();
      assertThat(sparse.size()).isEqualTo(gibibyte);
      try (InputStream in = sparse.content().open()) {
        in.skipNBytes(499_999_999);
        assertThat(in.readNBytes(6)).containsExactly(0, 'd', 'a', 't', 'a', 0);
        in.skipNBytes(gibibyte - 500_000_005);
        assertThat(in.read()).isEqualTo(-1);
      }
      assertThat(content(archive.members().get(1))).isEqualTo("next");
      String atEnd = content(archive.members().get(2));
      assertThat(atEnd).hasSize(1_000_000).startsWith("data\0").endsWith("\0");
    }
  }

  @Test
  void closing_removes_the_spool() throws IOException {
    Archive archive = open(TAR).orElseThrow();
    assertThat(work).isNotEmptyDirectory();
    archive.close();
    assertThat(work).isEmptyDirectory();
    assertThatThrownBy(() -> content(archive.members().getFirst())).isInstanceOf(IOException.class);
  }

  @Test
  void a_content_that_cannot_be_read_is_named() {
    FileContent unreadable =
        () -> {
          throw new IOException("Permission denied");
        };
    assertThatThrownBy(() -> reader().open(unreadable, "a.tar"))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("a.tar")
        .hasMessageContaining("Permission denied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat", "gzip", "bzip2", "xz", "zstd"})
  void a_stream_is_unpacked_by_the_unpacker_and_closed(String tool) throws IOException {
    List<String> seen = new ArrayList<>();
    TreeUnpacker unpacker =
        (tar, name, directory) -> {
          seen.add(name + " into " + directory);
          for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            seen.add(entry.get().name() + " " + tar.content().readAllBytes().length);
          }
        };
    boolean[] closed = {false};
    InputStream stream =
        new ByteArrayInputStream(packed(tool, TAR)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    new SpoolingArchiveReader(work, unpacker, LayerTars.generous()).unpack(stream, "context", work);
    assertThat(seen)
        .containsExactly("context into " + work, "first 20", "empty 0", "large 300000", "last 4");
    assertThat(closed[0]).isTrue();
  }

  @Test
  void a_stream_that_is_no_tar_or_damaged_is_refused_by_its_name() {
    TreeUnpacker unpacker =
        (tar, _, _) -> {
          while (tar.next().isPresent()) {
            tar.content().readAllBytes();
          }
        };
    ArchiveReader reader = new SpoolingArchiveReader(work, unpacker, LayerTars.generous());
    byte[] gzip = packed("gzip", TAR);
    for (byte[] bad :
        List.of(
            "text".repeat(500).getBytes(US_ASCII),
            Arrays.copyOf(gzip, gzip.length / 2),
            Arrays.copyOf(gzip, 5))) {
      assertThatThrownBy(() -> reader.unpack(new ByteArrayInputStream(bad), "stdin", work))
          .isInstanceOf(UnsafeContentFailure.class)
          .hasMessageStartingWith("stdin: damaged");
    }
  }
}
