package dev.kaniko.adapters.rootfs.tar.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.tar.HandmadeTar;
import dev.kaniko.adapters.rootfs.tar.HandmadeTar.Header;
import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import dev.kaniko.adapters.rootfs.tar.ReadTar;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedHeaderTest {
  private static TarEntry extended(String... records) throws IOException {
    HandmadeTar tar = new HandmadeTar().pax('x', records).file("name", "");
    return ReadTar.of(tar.toBytes()).only();
  }

  @Test
  void records_count_before_the_fields_of_the_header() throws IOException {
    HandmadeTar tar =
        new HandmadeTar()
            .pax('x', "path=p/a/t/h", "linkpath=t/o", "uid=4294967294", "gid=3000000", "mtime=12")
            .add(new Header("name", '2').text(157, "target"))
            .file("next", "");

    ReadTar read = ReadTar.of(tar.toBytes());

    TarEntry entry = read.entries().getFirst();
    assertThat(entry.name()).isEqualTo("p/a/t/h");
    assertThat(entry.linkName()).isEqualTo("t/o");
    assertThat(entry.metadata().uid()).isEqualTo(4_294_967_294L);
    assertThat(entry.metadata().gid()).isEqualTo(3_000_000);
    assertThat(entry.metadata().modified()).isEqualTo(Instant.ofEpochSecond(12));
    assertThat(read.entries().getLast().name()).isEqualTo("next");
    assertThat(read.entries().getLast().metadata().uid()).isZero();
  }

  @Test
  void the_size_of_a_record_is_the_size_of_the_content() throws IOException {
    HandmadeTar tar = new HandmadeTar().pax('x', "size=600");
    tar.add(new Header("f", '0').size(0)).content("c".repeat(600)).file("next", "n");
    ReadTar read = ReadTar.of(tar.toBytes());
    assertThat(read.contents()).containsExactly("c".repeat(600), "n");
    assertThat(read.entries().getFirst().size()).isEqualTo(600);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00Z",
    "1.5, 1970-01-01T00:00:01.500Z",
    "-1.5, 1969-12-31T23:59:58.500Z",
    "-0.25, 1969-12-31T23:59:59.750Z",
    "1700000000.123456789, 2023-11-14T22:13:20.123456789Z",
    "1700000000.1234567899999, 2023-11-14T22:13:20.123456789Z",
    "7., 1970-01-01T00:00:07Z",
    "9223372035, 2262-04-11T23:47:15Z",
    "9223372036, 2262-04-11T23:47:15Z",
    "99999999999999999999999999, 2262-04-11T23:47:15Z",
    "-99999999999999999999999999, 1677-09-21T00:12:45Z",
  })
  void times_have_signs_and_fractions_and_are_bounded(String text, Instant time)
      throws IOException {
    assertThat(extended("mtime=" + text).metadata().modified()).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1e9", "--1", "1.2.3", ".5", " 1", "1,5", "+1"})
  void what_is_no_time_is_an_error(String text) {
    assertThatThrownBy(() -> extended("mtime=" + text))
        .isInstanceOf(MalformedTar.class)
        .hasMessageContaining("mtime");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"uid=-1", "uid=x", "gid= 1", "gid=99999999999999999999", "size=-5", "size=1.5"})
  void what_is_no_number_is_an_error(String record) {
    assertThatThrownBy(() -> extended(record)).isInstanceOf(MalformedTar.class);
  }

  @Test
  void an_empty_value_is_as_none_and_of_two_the_last_counts() throws IOException {
    TarEntry entry = extended("path=", "uid=", "mtime=", "gid=1", "gid=2", "comment=a=b\nc");
    assertThat(entry.name()).isEqualTo("name");
    assertThat(entry.metadata().uid()).isZero();
    assertThat(entry.metadata().gid()).isEqualTo(2);
    assertThat(entry.metadata().modified()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void the_last_of_several_extended_headers_counts_alone() throws IOException {
    HandmadeTar tar = new HandmadeTar().pax('x', "uid=1").pax('x', "gid=2").file("f", "");
    TarEntry entry = ReadTar.of(tar.toBytes()).only();
    assertThat(entry.metadata().uid()).isZero();
    assertThat(entry.metadata().gid()).isEqualTo(2);
  }

  @Test
  void a_gnu_long_name_counts_before_a_record() throws IOException {
    HandmadeTar tar = new HandmadeTar().gnuLong('L', "gnu").pax('x', "path=pax").file("f", "");
    assertThat(ReadTar.of(tar.toBytes()).only().name()).isEqualTo("gnu");
  }

  @Test
  void a_global_header_changes_nothing_and_is_no_entry() throws IOException {
    HandmadeTar tar =
        new HandmadeTar()
            .pax('g', "comment=0123456789abcdef", "path=evil", "uid=7")
            .pax('x', "gid=5")
            .pax('g', "gid=6")
            .file("f", "");
    TarEntry entry = ReadTar.of(tar.toBytes()).only();
    assertThat(entry.name()).isEqualTo("f");
    assertThat(entry.metadata().uid()).isZero();
    assertThat(entry.metadata().gid()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"path", "linkpath"})
  void a_nul_in_a_name_is_refused(String key) {
    assertThatThrownBy(() -> extended(key + "=a\0b"))
        .isInstanceOf(MalformedTar.class)
        .hasMessageContaining("a NUL in the " + key);
  }

  @Test
  void attributes_of_libarchive_are_decoded() throws IOException {
    assertThat(
            extended(
                    "LIBARCHIVE.xattr.user.a%3Db%25+c=AAH/gA",
                    "LIBARCHIVE.xattr.user.both=YQ==", "SCHILY.xattr.user.both=b")
                .metadata()
                .xattrs())
        .isEqualTo(Map.of("user.a=b%+c", "\0\u0001\u00ff\u0080", "user.both", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LIBARCHIVE.xattr.user.x=*",
        "LIBARCHIVE.xattr.user.%4=YQ==",
        "LIBARCHIVE.xattr.user.%zz=YQ==",
        "LIBARCHIVE.xattr.user.%00=YQ==",
        "LIBARCHIVE.xattr.=YQ==",
        "SCHILY.xattr.=x",
        "SCHILY.xattr.a\0b=x"
      })
  void attributes_that_cannot_be_decoded_are_errors(String record) {
    assertThatThrownBy(() -> extended(record)).isInstanceOf(MalformedTar.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5 a=b",
        "6 a=bc",
        "7 a=b\n",
        "5 a=b\n",
        "x a=b\n",
        " a=b\n",
        "6a=bc\n",
        "6 abc\n",
        "5 =b\n",
        "0 a=b\n",
        "1 a=b\n",
        "2 a=b\n",
        "-6 a=b\n",
        "99999999999999999999 a=b\n",
        "4294967302 a=b\n",
        "6 a=b\n\0\0\0",
        "3 =\n",
        "\0",
        "6"
      })
  void a_malformed_record_is_an_error(String body) {
    byte[] tar = new HandmadeTar().add(new Header("x", 'x'), body).file("f", "").toBytes();
    assertThatThrownBy(() -> ReadTar.of(tar))
        .isInstanceOf(MalformedTar.class)
        .hasMessageContaining("record of the extended header is malformed");
  }

  @ParameterizedTest
  @ValueSource(chars = {'x', 'L', 'K'})
  void an_extension_without_its_entry_is_an_error(char type) {
    byte[] tar = new HandmadeTar().add(new Header("h", type), "6 a=b\n").toBytes();
    assertThatThrownBy(() -> ReadTar.of(tar))
        .isInstanceOf(MalformedTar.class)
        .hasMessageContaining("without its entry");
  }

  @Test
  void a_body_may_be_as_long_as_a_megabyte_and_no_longer() throws IOException {
    String key = "SCHILY.xattr.user.x=";
    int digits = 7;
    String value = "v".repeat((1 << 20) - key.length() - digits - 2);
    assertThat(HandmadeTar.paxRecord(key + value)).hasSize(1 << 20);
    assertThat(extended(key + value).metadata().xattrs()).containsEntry("user.x", value);
    assertThatThrownBy(() -> extended(key + value + "v"))
        .hasMessageContaining("an extended header of 1048577 bytes, at most 1048576");
  }

  @Test
  void a_megabyte_of_tiny_records_is_read_in_no_time() throws IOException {
    StringBuilder body = new StringBuilder();
    for (int i = 0; body.length() < 1_000_000; i++) {
      body.append(HandmadeTar.paxRecord("GNU.sparse.offset=" + i));
      body.append(HandmadeTar.paxRecord("GNU.sparse.numbytes=0"));
    }
    HandmadeTar tar =
        new HandmadeTar()
            .add(new Header("x", 'x'), body + HandmadeTar.paxRecord("GNU.sparse.size=1000000"))
            .file("f", "");
    long start = System.nanoTime();
    assertThat(ReadTar.of(tar.toBytes()).only().size()).isEqualTo(1_000_000);
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }
}
