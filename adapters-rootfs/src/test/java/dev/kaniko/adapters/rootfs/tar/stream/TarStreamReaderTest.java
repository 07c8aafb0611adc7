package dev.kaniko.adapters.rootfs.tar.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kaniko.adapters.rootfs.tar.HandmadeTar;
import dev.kaniko.adapters.rootfs.tar.HandmadeTar.Header;
import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import dev.kaniko.adapters.rootfs.tar.ReadTar;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.TarLimits;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarStreamReaderTest {
  private static TarEntry only(HandmadeTar tar) throws IOException {
    return ReadTar.of(tar.toBytes()).only();
  }

  @Test
  void every_field_of_a_plain_header_is_read() throws IOException {
    Header header =
        new Header("dir/file", '0')
            .text(100, "0104755\0")
            .text(108, "0001750\0")
            .text(116, "0000144\0")
            .text(136, "14677777777\0");

    ReadTar tar = ReadTar.of(new HandmadeTar().add(header, "content").toBytes());

    TarEntry entry = tar.only();
    assertThat(entry.name()).isEqualTo("dir/file");
    assertThat(entry.type()).isEqualTo(TarEntry.Type.REGULAR);
    assertThat(entry.metadata().mode()).isEqualTo(04755);
    assertThat(entry.metadata().uid()).isEqualTo(1000);
    assertThat(entry.metadata().gid()).isEqualTo(100);
    assertThat(entry.metadata().modified()).isEqualTo(Instant.ofEpochSecond(014677777777L));
    assertThat(entry.size()).isEqualTo(7);
    assertThat(tar.contents()).containsExactly("content");
  }

  @ParameterizedTest
  @CsvSource({
    "0, REGULAR",
    "7, REGULAR",
    "1, HARD_LINK",
    "2, SYMLINK",
    "3, CHARACTER_DEVICE",
    "4, BLOCK_DEVICE",
    "5, DIRECTORY",
    "6, FIFO"
  })
  void every_type_of_a_file_has_its_letter(char letter, TarEntry.Type type) throws IOException {
    Header header = new Header("name", letter).text(157, "target").text(329, "0000005\0");
    TarEntry entry = only(new HandmadeTar().add(header.text(337, "0000021\0")));

    assertThat(entry.type()).isEqualTo(type);
    boolean link = type == TarEntry.Type.SYMLINK || type == TarEntry.Type.HARD_LINK;
    assertThat(entry.linkName()).isEqualTo(link ? "target" : "");
    boolean device = type == TarEntry.Type.CHARACTER_DEVICE || type == TarEntry.Type.BLOCK_DEVICE;
    assertThat(entry.major()).isEqualTo(device ? 5 : 0);
    assertThat(entry.minor()).isEqualTo(device ? 17 : 0);
  }

  @ParameterizedTest
  @ValueSource(chars = {'8', 'D', 'M', 'V', 'N', 'X', 'Z', '\u00ff'})
  void an_unknown_type_is_an_error_that_names_the_entry(char letter) {
    byte[] tar = new HandmadeTar().add(new Header("strange", letter)).toBytes();
    assertThatThrownBy(() -> ReadTar.of(tar))
        .isInstanceOf(MalformedTar.class)
        .hasMessageContaining("unknown type")
        .hasMessageContaining("strange");
  }

  @Test
  void before_ustar_a_slash_at_the_end_made_a_directory() throws IOException {
    HandmadeTar tar =
        new HandmadeTar()
            .add(new Header("old/", '\0').text(257, "\0\0\0\0\0\0\0\0").text(345, "not a prefix"))
            .add(new Header("old/file", '\0').text(257, "\0\0\0\0\0\0\0\0"), "x")
            .add(new Header("new/", '0'), "y");

    ReadTar read = ReadTar.of(tar.toBytes());

    assertThat(read.entries())
        .extracting(TarEntry::name, TarEntry::type)
        .containsExactly(
            tuple("old/", TarEntry.Type.DIRECTORY),
            tuple("old/file", TarEntry.Type.REGULAR),
            tuple("new/", TarEntry.Type.REGULAR));
    assertThat(read.contents()).containsExactly("", "x", "y");
  }

  @Test
  void a_name_may_fill_its_field_and_go_on_in_the_prefix() throws IOException {
    String name = "n".repeat(100);
    assertThat(only(new HandmadeTar().file(name, "")).name()).isEqualTo(name);

    String prefix = "p".repeat(155);
    Header ustar = new Header(name, '0').text(345, prefix);
    assertThat(only(new HandmadeTar().add(ustar)).name()).isEqualTo(prefix + "/" + name);

    Header star = new Header(name, '0').text(345, "p".repeat(131)).text(476, "01234567012 ");
    star.text(508, "tar\0");
    assertThat(only(new HandmadeTar().add(star)).name()).isEqualTo("p".repeat(131) + "/" + name);

    Header gnu = new Header("name", '0').text(257, "ustar  \0").text(345, "00000000000\0");
    assertThat(only(new HandmadeTar().add(gnu)).name()).isEqualTo("name");
  }

  @Test
  void gnu_long_names_and_targets_belong_to_the_next_entry_alone() throws IOException {
    String name = "d/".repeat(300) + "name";
    String target = "../".repeat(300) + "target";
    HandmadeTar tar =
        new HandmadeTar()
            .gnuLong('K', target)
            .gnuLong('L', name)
            .add(new Header(name.substring(0, 100), '2').text(157, target.substring(0, 100)))
            .file("next", "");

    ReadTar read = ReadTar.of(tar.toBytes());

    assertThat(read.entries().get(0).name()).isEqualTo(name);
    assertThat(read.entries().get(0).linkName()).isEqualTo(target);
    assertThat(read.entries().get(1).name()).isEqualTo("next");
  }

  @Test
  void base_256_numbers_are_read_negative_ones_too() throws IOException {
    Header header =
        new Header("big", '0')
            .binary(108, 8, 4_000_000_000L)
            .binary(116, 8, 4_294_967_294L)
            .binary(124, 12, 3)
            .binary(136, 12, -86_400);

    ReadTar read = ReadTar.of(new HandmadeTar().add(header).content("abc").toBytes());

    assertThat(read.only().metadata().uid()).isEqualTo(4_000_000_000L);
    assertThat(read.only().metadata().gid()).isEqualTo(4_294_967_294L);
    assertThat(read.only().metadata().modified()).isEqualTo(Instant.parse("1969-12-31T00:00:00Z"));
    assertThat(read.contents()).containsExactly("abc");
  }

  @Test
  void numbers_may_be_padded_with_blanks_or_be_missing() throws IOException {
    Header header = new Header("blank", '0').text(108, "   17 \0\0").text(116, "        ");
    TarEntry entry = only(new HandmadeTar().add(header.text(136, "\0\0\0\0\0\0\0\0\0\0\0\0")));
    assertThat(entry.metadata().uid()).isEqualTo(15);
    assertThat(entry.metadata().gid()).isZero();
    assertThat(entry.metadata().modified()).isEqualTo(Instant.EPOCH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          108 | 0000008 | UID is not a number
          116 | 00x0000 | GID is not a number
          124 | 0000000000z | SIZE is not a number
          136 | -0000000001 | MTIME is not a number
          100 | rwxr-xr | MODE is not a number
          """)
  void a_field_that_is_not_a_number_is_an_error(int offset, String text, String message) {
    byte[] tar = new HandmadeTar().add(new Header("f", '0').text(offset, text)).toBytes();
    assertThatThrownBy(() -> ReadTar.of(tar))
        .isInstanceOf(MalformedTar.class)
        .hasMessageContaining(message);
  }

  @Test
  void owners_that_no_file_can_have_are_refused() {
    for (long id : new long[] {-1, -2, 4_294_967_295L, Long.MAX_VALUE >> 8}) {
      byte[] tar = new HandmadeTar().add(new Header("f", '0').binary(108, 8, id)).toBytes();
      assertThatThrownBy(() -> ReadTar.of(tar)).hasMessageContaining("UID " + id);
    }
    byte[] pax = new HandmadeTar().pax('x', "gid=4294967295").file("f", "").toBytes();
    assertThatThrownBy(() -> ReadTar.of(pax)).hasMessageContaining("GID 4294967295");
  }

  @Test
  void device_numbers_that_linux_has_not_are_refused() throws IOException {
    Header largest = new Header("d", '3').text(329, "0007777\0").text(337, "3777777\0");
    TarEntry entry = only(new HandmadeTar().add(largest));
    assertThat(entry.major()).isEqualTo(4095);
    assertThat(entry.minor()).isEqualTo(1_048_575);

    Header major = new Header("d", '4').text(329, "0010000\0");
    assertThatThrownBy(() -> only(new HandmadeTar().add(major))).hasMessageContaining("4096");
    Header minor = new Header("d", '4').text(337, "4000000\0");
    assertThatThrownBy(() -> only(new HandmadeTar().add(minor))).hasMessageContaining("1048576");
  }

  @Test
  void nothing_follows_a_link_a_directory_or_a_device_whatever_size_they_claim()
      throws IOException {
    HandmadeTar tar = new HandmadeTar();
    for (char type : "123456".toCharArray()) {
      tar.add(new Header("f" + type, type).text(157, "target").size(123_456));
    }
    ReadTar read = ReadTar.of(tar.file("last", "content").toBytes());

    assertThat(read.entries()).hasSize(7).extracting(TarEntry::size).endsWith(0L, 7L);
    assertThat(read.contents()).endsWith("", "content");
  }

  @Test
  void an_entry_without_a_name_and_a_link_without_a_target_are_refused() {
    assertThatThrownBy(() -> only(new HandmadeTar().file("", "")))
        .hasMessageContaining("without a name");
    assertThatThrownBy(() -> only(new HandmadeTar().add(new Header("l", '2'))))
        .hasMessageContaining("without a link's target");
  }

  @Test
  void a_signed_checksum_is_as_good_as_an_unsigned_one() throws IOException {
    String name = "\u00ff\u00fe\u0080";
    assertThat(only(new HandmadeTar().add(new Header(name, '0').signedChecksum())).name())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000001\0", "\0\0\0\0\0\0\0\0", "zzzzzzzz"})
  void a_wrong_checksum_is_an_error(String checksum) {
    byte[] tar =
        new HandmadeTar().file("a", "").add(new Header("b", '0').checksum(checksum)).toBytes();
    assertThatThrownBy(() -> ReadTar.of(tar))
        .isInstanceOf(MalformedTar.class)
        .hasMessageContaining("at byte 512")
        .hasMessageContaining("checksum");
  }

  @Test
  void something_else_than_a_tar_is_told_at_once() {
    byte[] text = "This is not a tar. ".repeat(100).getBytes(UTF_8);
    assertThatThrownBy(() -> ReadTar.of(text))
        .isInstanceOf(MalformedTar.class)
        .hasMessageContaining("does not begin with the header of a tar");
  }

  @Test
  void a_tar_may_end_with_two_blocks_of_zeros_with_one_or_with_none() throws IOException {
    HandmadeTar tar = new HandmadeTar().file("f", "content");
    assertThat(ReadTar.of(tar.toBytes()).entries()).hasSize(1);
    assertThat(ReadTar.of(tar.unfinished()).entries()).hasSize(1);
    assertThat(ReadTar.of(tar.raw(new byte[512]).unfinished()).entries()).hasSize(1);
    assertThat(ReadTar.of(new byte[0]).entries()).isEmpty();
  }

  @Test
  void one_block_of_zeros_in_the_middle_is_an_error() {
    byte[] tar = new HandmadeTar().file("a", "").raw(new byte[512]).file("b", "").toBytes();
    assertThatThrownBy(() -> ReadTar.of(tar))
        .isInstanceOf(MalformedTar.class)
        .hasMessageContaining("one block of zeros");
  }

  @Test
  void what_follows_the_end_is_read_but_does_not_count() throws IOException {
    byte[] garbage = new byte[100_001];
    Arrays.fill(garbage, (byte) 'g');
    byte[] tar =
        new HandmadeTar().file("f", "").raw(new byte[1024]).raw(garbage).file("g", "").unfinished();
    ByteArrayInputStream source = new ByteArrayInputStream(tar);

    try (TarReader reader = new TarStreamReader(source, TarLimits.GENEROUS)) {
      assertThat(reader.next()).isPresent();
      assertThat(reader.next()).isEmpty();
      assertThat(source.available()).isZero();
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void cut_off_anywhere_but_between_entries_it_is_an_error() throws IOException {
    byte[] tar = new HandmadeTar().pax('x', "mtime=1").file("f", "c".repeat(700)).unfinished();
    for (int length = 1; length < tar.length; length++) {
      byte[] cut = Arrays.copyOf(tar, length);
      assertThatThrownBy(() -> ReadTar.of(cut)).isInstanceOf(MalformedTar.class);
    }
    assertThat(ReadTar.of(tar).contents().getFirst()).hasSize(700);
  }

  @Test
  void entries_can_be_passed_over_without_reading_their_contents() throws IOException {
    byte[] tar = new HandmadeTar().file("a", "x".repeat(200_000)).file("b", "yz").toBytes();
    try (TarReader reader =
        new TarStreamReader(new ByteArrayInputStream(tar), TarLimits.GENEROUS)) {
      reader.next();
      InputStream first = reader.content();
      assertThat(first.read()).isEqualTo('x');
      reader.next();
      assertThat(reader.content().readAllBytes()).containsExactly('y', 'z');
      assertThat(reader.content().read()).isEqualTo(-1);
      assertThatThrownBy(first::read).isInstanceOf(IOException.class);
    }
  }

  @Test
  void limits_are_kept() throws IOException {
    byte[] tar = new HandmadeTar().file("a", "12345").file("b", "67890").toBytes();
    assertThat(ReadTar.of(tar, new TarLimits(10, 1, 2, 10)).entries()).hasSize(2);
    assertThatThrownBy(() -> ReadTar.of(tar, new TarLimits(10, 1, 1, 10)))
        .hasMessageContaining("more than 1 entries");
    assertThatThrownBy(() -> ReadTar.of(tar, new TarLimits(10, 1, 2, 9)))
        .hasMessageContaining("more than 9 bytes of content");

    byte[] name = new HandmadeTar().file("ab", "").toBytes();
    assertThatThrownBy(() -> ReadTar.of(name, new TarLimits(10, 1, 2, 10)))
        .hasMessageContaining("a name of 2 bytes, at most 1");
    byte[] target = new HandmadeTar().add(new Header("a", '2').text(157, "bc")).toBytes();
    assertThatThrownBy(() -> ReadTar.of(target, new TarLimits(10, 1, 2, 10)))
        .hasMessageContaining("a link's target of 2 bytes");
  }

  @ParameterizedTest
  @ValueSource(chars = {'x', 'g', 'L', 'K'})
  void an_extension_of_gigabytes_is_refused_before_it_is_read(char type) {
    byte[] tar = new HandmadeTar().add(new Header("h", type).size(0x1_0000_0001L)).toBytes();
    assertThatThrownBy(() -> ReadTar.of(tar))
        .isInstanceOf(MalformedTar.class)
        .hasMessageContaining("an extended header of 4294967297 bytes");
    byte[] negative = new HandmadeTar().add(new Header("h", type).binary(124, 12, -512)).toBytes();
    assertThatThrownBy(() -> ReadTar.of(negative)).hasMessageContaining("-512 bytes");
  }

  @Test
  void sizes_that_lie_are_errors() {
    byte[] negative = new HandmadeTar().add(new Header("f", '0').binary(124, 12, -1)).toBytes();
    assertThatThrownBy(() -> ReadTar.of(negative)).hasMessageContaining("negative size");
    byte[] huge =
        new HandmadeTar().add(new Header("f", '0').binary(124, 12, Long.MAX_VALUE)).toBytes();
    assertThatThrownBy(() -> ReadTar.of(huge)).hasMessageContaining("bytes of content");
    Header tooBig = new Header("f", '0').binary(124, 12, -1).text(124, "\u0081");
    byte[] beyond64 = new HandmadeTar().add(tooBig).toBytes();
    assertThatThrownBy(() -> ReadTar.of(beyond64)).hasMessageContaining("64 bits");
    byte[] longer = new HandmadeTar().add(new Header("f", '0').size(5000)).toBytes();
    assertThatThrownBy(() -> ReadTar.of(longer)).hasMessageContaining("ends in the middle");
  }

  @Test
  void a_name_keeps_bytes_that_are_not_utf_8() throws IOException {
    String latin1 = "caf\u00e9";
    assertThat(only(new HandmadeTar().file(latin1, "")).name()).isEqualTo(latin1);
    assertThat(only(new HandmadeTar().gnuLong('L', latin1).file("x", "")).name()).isEqualTo(latin1);
    assertThat(only(new HandmadeTar().pax('x', "path=" + latin1).file("x", "")).name())
        .isEqualTo(latin1);
  }

  @Test
  void attributes_keep_all_their_bytes() throws IOException {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 256; c++) {
      all.append(c);
    }
    HandmadeTar tar =
        new HandmadeTar()
            .pax('x', "SCHILY.xattr.security.capability=" + all, "SCHILY.xattr.user.none=")
            .file("f", "");
    assertThat(only(tar).metadata().xattrs())
        .isEqualTo(Map.of("security.capability", all.toString(), "user.none", ""));
  }
}
