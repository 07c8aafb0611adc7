package dev.kaniko.adapters.rootfs.tar.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.tar.HandmadeTar;
import dev.kaniko.adapters.rootfs.tar.HandmadeTar.Header;
import dev.kaniko.adapters.rootfs.tar.RandomTars;
import dev.kaniko.adapters.rootfs.tar.ReadTar;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.domain.filesystem.FileMetadata;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarWriterTest {
  private static final FileMetadata PLAIN = FileMetadata.ofRoot(0644, Instant.EPOCH);

  private static TarEntry file(String name, FileMetadata metadata) {
    return new TarEntry(name, TarEntry.Type.REGULAR, metadata, 0, "", 0, 0);
  }

  private static byte[] written(TarEntry entry, String content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    writer.write(entry, new ByteArrayInputStream(content.getBytes(ISO_8859_1)));
    writer.finish();
    return out.toByteArray();
  }

  private static byte[] written(TarEntry entry) throws IOException {
    return written(entry, "");
  }

  /** A header in the writer's form: fields that the builder leaves empty are zeros in digits. */
  private static Header header(String name, char type) {
    return new Header(name, type).text(329, "0000000\0").text(337, "0000000\0");
  }

  @Test
  void a_plain_file_is_one_header_and_its_content() throws IOException {
    FileMetadata metadata =
        new FileMetadata(04755, 1000, 100, Instant.parse("2024-02-03T04:05:06.789Z"));

    byte[] tar = written(file("dir/file", metadata).withSize(7), "content");

    Header expected =
        header("dir/file", '0')
            .text(100, "0004755\0")
            .text(108, "0001750\0")
            .text(116, "0000144\0")
            .text(136, "14557335562\0");
    assertThat(tar).isEqualTo(new HandmadeTar().add(expected, "content").toBytes());
  }

  @Test
  void every_other_kind_is_one_header() throws IOException {
    record Case(TarEntry entry, Header header) {}
    List<Case> cases =
        List.of(
            new Case(
                new TarEntry("d/", TarEntry.Type.DIRECTORY, PLAIN, 0, "", 0, 0), header("d/", '5')),
            new Case(
                new TarEntry("l", TarEntry.Type.SYMLINK, PLAIN, 0, "/abs/../x", 0, 0),
                header("l", '2').text(157, "/abs/../x")),
            new Case(
                new TarEntry("h", TarEntry.Type.HARD_LINK, PLAIN, 0, "a/b", 0, 0),
                header("h", '1').text(157, "a/b")),
            new Case(
                new TarEntry("c", TarEntry.Type.CHARACTER_DEVICE, PLAIN, 0, "", 1, 3),
                header("c", '3').text(329, "0000001\0").text(337, "0000003\0")),
            new Case(
                new TarEntry("b", TarEntry.Type.BLOCK_DEVICE, PLAIN, 0, "", 4095, 1_048_575),
                header("b", '4').text(329, "0007777\0").text(337, "3777777\0")),
            new Case(new TarEntry("p", TarEntry.Type.FIFO, PLAIN, 0, "", 0, 0), header("p", '6')));
    for (Case each : cases) {
      assertThat(written(each.entry()))
          .as("%s", each.entry())
          .isEqualTo(new HandmadeTar().add(each.header()).toBytes());
    }
  }

  private static void expectPlain(TarEntry entry, Header header) throws IOException {
    assertThat(written(entry)).isEqualTo(new HandmadeTar().add(header).toBytes());
  }

  private static void expectExtended(TarEntry entry, Header header, String... records)
      throws IOException {
    StringBuilder body = new StringBuilder();
    for (String record : records) {
      body.append(HandmadeTar.paxRecord(record));
    }
    Header extension = header("PaxHeaders.0", 'x').text(100, "0000000\0");
    byte[] expected = new HandmadeTar().add(extension, body.toString()).add(header).toBytes();
    assertThat(written(entry)).isEqualTo(expected);
  }

  @Test
  void names_are_split_at_a_slash_before_they_need_an_extended_header() throws IOException {
    String name100 = "n".repeat(100);
    expectPlain(file(name100, PLAIN), header(name100, '0'));
    String prefix155 = "p".repeat(155);
    expectPlain(file(prefix155 + "/" + name100, PLAIN), header(name100, '0').text(345, prefix155));
    expectPlain(file("a/" + name100, PLAIN), header(name100, '0').text(345, "a"));

    String name101 = "n".repeat(101);
    expectExtended(file(name101, PLAIN), header(name100, '0'), "path=" + name101);
    String prefix156 = "p".repeat(156) + "/n";
    expectExtended(file(prefix156, PLAIN), header("p".repeat(100), '0'), "path=" + prefix156);
    String twoParts = "a/" + name101;
    expectExtended(
        file(twoParts, PLAIN), header(twoParts.substring(0, 100), '0'), "path=" + twoParts);
  }

  @Test
  void a_long_directory_is_not_split_at_its_last_slash() throws IOException {
    TarEntry directory = new TarEntry("", TarEntry.Type.DIRECTORY, PLAIN, 0, "", 0, 0);
    String name = "d".repeat(100) + "/";
    assertThat(ReadTar.of(written(withName(directory, name))).only().name()).isEqualTo(name);
    String nested = "p".repeat(60) + "/" + "d".repeat(60) + "/";
    byte[] tar = written(withName(directory, nested));
    assertThat(tar).hasSize(512 + 1024);
    assertThat(ReadTar.of(tar).only().name()).isEqualTo(nested);
  }

  private static TarEntry withName(TarEntry entry, String name) {
    return new TarEntry(name, entry.type(), entry.metadata(), 0, "", 0, 0);
  }

  @Test
  void what_is_not_ascii_goes_into_an_extended_header_as_the_bytes_it_is() throws IOException {
    for (String name : List.of("caf\u00c3\u00a9", "caf\u00e9", "\u0080")) {
      expectExtended(file(name, PLAIN), header(name, '0'), "path=" + name);
      expectExtended(
          new TarEntry("l", TarEntry.Type.SYMLINK, PLAIN, 0, name, 0, 0),
          header("l", '2').text(157, name),
          "linkpath=" + name);
    }
  }

  @Test
  void a_target_of_more_than_a_hundred_bytes_goes_into_an_extended_header() throws IOException {
    String target = "t".repeat(100);
    TarEntry link = new TarEntry("l", TarEntry.Type.SYMLINK, PLAIN, 0, target, 0, 0);
    expectPlain(link, header("l", '2').text(157, target));
    expectExtended(
        link.withLinkName(target + "t"),
        header("l", '2').text(157, target),
        "linkpath=" + target + "t");
  }

  @Test
  void owners_above_two_million_go_into_an_extended_header() throws IOException {
    FileMetadata largest = PLAIN.withOwner(2_097_151, 2_097_151);
    expectPlain(file("f", largest), header("f", '0').text(108, "7777777\0").text(116, "7777777\0"));
    expectExtended(
        file("f", PLAIN.withOwner(2_097_152, 4_294_967_294L)),
        header("f", '0'),
        "gid=4294967294",
        "uid=2097152");
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00.999999999Z, 0",
    "1969-12-31T23:59:59.5Z, -1",
    "2242-03-16T12:56:31Z, 8589934591",
    "2242-03-16T12:56:32Z, 8589934592"
  })
  void times_are_cut_down_to_whole_seconds(Instant time, long seconds) throws IOException {
    Instant whole = Instant.ofEpochSecond(seconds);
    TarEntry entry = file("f", PLAIN.withModified(time));
    if (seconds >= 0 && seconds <= 8_589_934_591L) {
      expectPlain(entry, header("f", '0').text(136, String.format("%011o\0", seconds)));
    } else {
      expectExtended(entry, header("f", '0'), "mtime=" + seconds);
    }
    assertThat(ReadTar.of(written(entry)).only().metadata().modified()).isEqualTo(whole);
  }

  @Test
  void attributes_are_written_in_the_order_of_their_names() throws IOException {
    FileMetadata metadata =
        PLAIN.withXattrs(Map.of("user.b", "\0\u00ff\n", "security.capability", "\u0080"));
    expectExtended(
        file("f", metadata),
        header("f", '0'),
        "SCHILY.xattr.security.capability=\u0080",
        "SCHILY.xattr.user.b=\0\u00ff\n");
  }

  @Test
  void what_readers_would_not_take_is_refused() {
    FileMetadata equals = PLAIN.withXattrs(Map.of("user.a=b", "c"));
    assertThatThrownBy(() -> written(file("f", equals)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user.a=b");
    FileMetadata huge = PLAIN.withXattrs(Map.of("user.a", "x".repeat(1 << 20)));
    assertThatThrownBy(() -> written(file("f", huge)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 1048576");
    TarEntry device = new TarEntry("d", TarEntry.Type.BLOCK_DEVICE, PLAIN, 0, "", 1 << 21, 0);
    assertThatThrownBy(() -> written(device)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 131_071, 131_072, 131_073})
  void contents_are_filled_up_to_whole_blocks(int size) throws IOException {
    String content = "c".repeat(size);
    byte[] tar = written(file("f", PLAIN).withSize(size), content);
    assertThat(tar).isEqualTo(new HandmadeTar().add(header("f", '0'), content).toBytes());
  }

  @Test
  void a_content_of_another_size_is_an_error() {
    TarEntry entry = file("f", PLAIN).withSize(5);
    assertThatThrownBy(() -> written(entry, "1234"))
        .isInstanceOf(TarWriter.SizeMismatch.class)
        .hasMessage("has 4 bytes instead of 5");
    assertThatThrownBy(() -> written(entry, "123456"))
        .isInstanceOf(TarWriter.SizeMismatch.class)
        .hasMessageContaining("more than the 5 bytes");
    assertThatThrownBy(() -> written(file("f", PLAIN), "1"))
        .isInstanceOf(TarWriter.SizeMismatch.class);
  }

  @Test
  void a_tar_of_nothing_is_two_blocks_of_zeros() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TarWriter(out).finish();
    assertThat(out.toByteArray()).isEqualTo(new byte[1024]);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatever_is_written_is_read_back_the_same(long seed) throws IOException {
    RandomTars random = new RandomTars(seed);
    List<TarEntry> entries = new ArrayList<>();
    List<String> contents = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    for (int i = 0; i < 300; i++) {
      entries.add(random.entry());
      contents.add(random.content(entries.getLast().size()));
      byte[] content = contents.getLast().getBytes(ISO_8859_1);
      writer.write(entries.getLast(), new ByteArrayInputStream(content));
    }
    writer.finish();

    ReadTar read = ReadTar.of(out.toByteArray());

    assertThat(read.entries()).isEqualTo(entries);
    assertThat(read.contents()).isEqualTo(contents);
    expectSameOfCommonsCompress(out.toByteArray(), entries);
  }

  /** Another reader: it cannot tell the bytes of attributes, but all the rest. */
  private static void expectSameOfCommonsCompress(byte[] tar, List<TarEntry> entries)
      throws IOException {
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new ByteArrayInputStream(tar), "ISO-8859-1")) {
      for (TarEntry entry : entries) {
        TarArchiveEntry other = in.getNextEntry();
        assertThat(other.getLongUserId()).isEqualTo(entry.metadata().uid());
        assertThat(other.getLongGroupId()).isEqualTo(entry.metadata().gid());
        assertThat(other.getMode()).isEqualTo(entry.metadata().mode());
        assertThat(other.getSize()).isEqualTo(entry.size());
        assertThat(other.getDevMajor()).isEqualTo(entry.major());
        assertThat(other.getDevMinor()).isEqualTo(entry.minor());
        assertThat(other.getLastModifiedTime().toInstant()).isEqualTo(entry.metadata().modified());
      }
      assertThat(in.getNextEntry()).isNull();
    }
  }
}
