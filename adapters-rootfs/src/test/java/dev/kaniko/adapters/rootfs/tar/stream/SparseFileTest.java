package dev.kaniko.adapters.rootfs.tar.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.tar.HandmadeTar;
import dev.kaniko.adapters.rootfs.tar.HandmadeTar.Header;
import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import dev.kaniko.adapters.rootfs.tar.ReadTar;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.TarLimits;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.adapters.rootfs.tar.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseFileTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=gnu",
        "--format=oldgnu",
        "--format=posix --sparse-version=0.0",
        "--format=posix --sparse-version=0.1",
        "--format=posix --sparse-version=1.0"
      })
  void what_gnu_tar_has_stored_without_its_holes_comes_out_whole(String form) throws IOException {
    String make =
        """
        truncate -s 3M holes
        for at in 0 100 200 300 400 500 600 700; do
          printf 'piece at %s' $at | dd of=holes bs=4096 seek=$at conv=notrunc status=none
        done
        truncate -s 1M all-hole
        printf start > ends-in-hole; truncate -s 500001 ends-in-hole
        printf plain > plain
        """;
    Tool.run(directory, make, new byte[0]);
    String tar = "tar --sparse " + form + " -cf - holes all-hole ends-in-hole plain";
    byte[] bytes = Tool.output(directory, tar, new byte[0]);
    assertThat(bytes.length).as("tar found the holes").isLessThan(300_000);

    ReadTar read = ReadTar.of(bytes);

    assertThat(read.entries())
        .extracting(TarEntry::name)
        .containsExactly("holes", "all-hole", "ends-in-hole", "plain");
    for (int i = 0; i < 4; i++) {
      Path file = directory.resolve(read.entries().get(i).name());
      String content = Files.readString(file, ISO_8859_1);
      assertThat(read.contents().get(i).equals(content)).as("%s", file).isTrue();
      assertThat(read.entries().get(i).size()).isEqualTo(content.length());
    }
  }

  private static Header gnuSparse(String realSize, String... numbers) {
    Header header = new Header("f", 'S').text(257, "ustar  \0").text(483, realSize);
    for (int i = 0; i < numbers.length; i++) {
      header.text(386 + 12 * i, numbers[i]);
    }
    return header;
  }

  @Test
  void pieces_are_put_where_the_map_says() throws IOException {
    Header header = gnuSparse("00000000020", "00000000002", "00000000003", "00000000010", "1");
    ReadTar read = ReadTar.of(new HandmadeTar().add(header, "abcd").file("next", "n").toBytes());
    assertThat(read.contents()).containsExactly("\0\0abc\0\0\0d\0\0\0\0\0\0\0", "n");
  }

  @Test
  void a_map_may_go_on_in_blocks_of_its_own() throws IOException {
    Header header =
        gnuSparse("00000000062", "0", "1", "2", "1", "4", "1", "6", "1").text(482, "\1").size(6);
    byte[] more = new byte[512];
    System.arraycopy("10".getBytes(ISO_8859_1), 0, more, 0, 2);
    System.arraycopy("1".getBytes(ISO_8859_1), 0, more, 12, 1);
    more[504] = 1;
    byte[] last = new byte[512];
    HandmadeTar tar = new HandmadeTar().add(header).raw(more).raw(last).content("abcdeX");

    assertThatThrownBy(() -> ReadTar.of(tar.toBytes())).hasMessageContaining("does not fit");

    header.size(5);
    byte[] right = new HandmadeTar().add(header).raw(more).raw(last).content("abcde").toBytes();
    assertThat(ReadTar.of(right).contents().getFirst())
        .isEqualTo("a\0b\0c\0d\0e" + "\0".repeat(50 - 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A piece beyond the end, one that begins before the last one's end, two in wrong order.
        "10 5,6",
        "10 0,5,4,1",
        "10 5,1,0,1",
        "10 11,0",
        "10 0,9223372036854775807",
        "10 9223372036854775807,1",
        "10 1",
        "10 1,2,3",
        "10 a,b",
        "10 -1,2",
        "10 1,-2",
        "10 ,",
        "10 0,1",
        "10 0,5,5,2",
        "9223372036854775807 0,4"
      })
  void a_map_that_contradicts_itself_is_an_error(String sizeAndMap) {
    String[] parts = sizeAndMap.split(" ");
    String records[] = {"GNU.sparse.size=" + parts[0], "GNU.sparse.map=" + parts[1]};
    byte[] tar = new HandmadeTar().pax('x', records).file("f", "abcd").toBytes();
    assertThatThrownBy(() -> ReadTar.of(tar)).isInstanceOf(MalformedTar.class);
  }

  @Test
  void numbers_of_a_gnu_map_are_checked_alike() {
    for (Header header :
        new Header[] {
          gnuSparse("00000000004", "1", "4"),
          gnuSparse("00000000004", "0", "2", "1", "2"),
          gnuSparse("", "0", "4"),
          gnuSparse("00000000004", "x", "4"),
          gnuSparse("00000000004", "0", "4").binary(386, 12, -1),
          gnuSparse("00000000004", "0", "4").binary(398, 12, -4),
          gnuSparse("00000000004").binary(483, 12, -1)
        }) {
      byte[] tar = new HandmadeTar().add(header, "abcd").toBytes();
      assertThatThrownBy(() -> ReadTar.of(tar)).isInstanceOf(MalformedTar.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1\n",
        "1\n0\n",
        "1\n0\n4",
        "x\n0\n4\n",
        "2\n0\n4\n",
        "9223372036854775807\n0\n1\n",
        "-1\n",
        "99999999999999999999\n"
      })
  void a_map_before_the_content_is_checked_alike(String map) {
    String content = map + "\0".repeat(512 - map.length()) + "abcd";
    byte[] tar =
        new HandmadeTar()
            .pax('x', "GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.realsize=4")
            .file("f", content)
            .toBytes();
    assertThatThrownBy(() -> ReadTar.of(tar)).isInstanceOf(MalformedTar.class);
  }

  @Test
  void an_endless_map_is_refused() {
    String lines = "0\n".repeat(1 << 20);
    byte[] tar =
        new HandmadeTar()
            .pax('x', "GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.realsize=4")
            .file("f", "1000000000\n" + lines)
            .toBytes();
    assertThatThrownBy(() -> ReadTar.of(tar)).hasMessageContaining("too long");

    HandmadeTar endless = new HandmadeTar().add(gnuSparse("4", "0", "4").text(482, "\1").size(4));
    byte[] block = new byte[512];
    block[504] = 1;
    for (int i = 0; i < 2100; i++) {
      endless.raw(block);
    }
    assertThatThrownBy(() -> ReadTar.of(endless.toBytes())).hasMessageContaining("too long");
  }

  @Test
  void records_of_offsets_and_lengths_have_to_take_turns() {
    for (String[] records :
        new String[][] {
          {"GNU.sparse.size=4", "GNU.sparse.offset=0", "GNU.sparse.offset=0"},
          {"GNU.sparse.size=4", "GNU.sparse.numbytes=4"},
          {"GNU.sparse.size=4", "GNU.sparse.offset=0,4", "GNU.sparse.numbytes=4"},
          {"GNU.sparse.size=4", "GNU.sparse.offset=0"},
          {"GNU.sparse.offset=0", "GNU.sparse.numbytes=4"},
          {"GNU.sparse.major=2", "GNU.sparse.minor=0", "GNU.sparse.realsize=4"},
          {"GNU.sparse.major=1", "GNU.sparse.realsize=4"}
        }) {
      byte[] tar = new HandmadeTar().pax('x', records).file("f", "abcd").toBytes();
      assertThatThrownBy(() -> ReadTar.of(tar)).isInstanceOf(MalformedTar.class);
    }
  }

  @Test
  void holes_count_against_the_limit_of_content() {
    byte[] tar =
        new HandmadeTar()
            .pax('x', "GNU.sparse.size=1000000000000", "GNU.sparse.map=0,4")
            .file("f", "abcd")
            .toBytes();
    TarLimits limits = new TarLimits(1 << 20, 4096, 10, 999_999_999_999L);
    assertThatThrownBy(() -> ReadTar.of(tar, limits))
        .hasMessageContaining("more than 999999999999 bytes of content");
  }

  @Test
  void what_is_left_of_a_sparse_file_is_passed_over() throws IOException {
    Header header = gnuSparse("00000002000", "00000000002", "00000000003");
    byte[] tar = new HandmadeTar().add(header, "abc").file("next", "n").toBytes();
    try (TarReader reader =
        new TarStreamReader(new ByteArrayInputStream(tar), TarLimits.GENEROUS)) {
      reader.next();
      assertThat(reader.content().readNBytes(3)).containsExactly(0, 0, 'a');
      reader.next();
      assertThat(reader.content().readAllBytes()).containsExactly('n');
    }
  }
}
