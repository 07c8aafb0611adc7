package dev.kaniko.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.e2e.process.Program;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what GNU tar writes. */
class TarStreamTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"pax", "gnu"})
  void every_kind_of_file_is_read_with_all_that_is_told_of_it(String format) throws IOException {
    String deep = "d".repeat(120) + "/" + "e".repeat(120);
    shell(
        """
        mkdir -p dir %1$s && echo content > file && ln file twin && ln -s target link
        ln -s %1$s/x long-link && mkfifo fifo && mknod null c 1 3 && echo x > %1$s/leaf
        echo x > "$(printf 'latin \\351')"
        chown 3000000000:4000000000 file && chmod 4711 file && touch -d '1965-05-05 UTC' dir
        tar --format=%2$s --numeric-owner --sort=name -cf ../$$.tar . && mv ../$$.tar out.tar
        """
            .formatted(deep, format));
    SortedMap<String, TarHeader> headers = read(folder.resolve("out.tar"));

    assertThat(headers.keySet())
        .contains(
            "", "dir", "file", "twin", "link", "fifo", "null", "latin \u00e9", deep + "/leaf");
    TarHeader file = headers.get("file");
    assertThat(file.kind()).isEqualTo(FileKind.FILE);
    assertThat(file.mode()).isEqualTo(04711);
    assertThat(file.uid()).isEqualTo(3000000000L);
    assertThat(file.gid()).isEqualTo(4000000000L);
    assertThat(file.size()).isEqualTo(8);
    assertThat(headers.get("twin").kind()).isEqualTo(FileKind.HARD_LINK);
    assertThat(headers.get("twin").linkTarget()).isEqualTo("./file");
    assertThat(headers.get("link").linkTarget()).isEqualTo("target");
    assertThat(headers.get("long-link").linkTarget()).isEqualTo(deep + "/x");
    assertThat(headers.get("fifo").kind()).isEqualTo(FileKind.FIFO);
    assertThat(headers.get("null").device()).isEqualTo("1:3");
    assertThat(headers.get("dir").modified()).isEqualTo(-147052800);
  }

  @Test
  void attributes_are_read_as_bytes_and_fractions_of_seconds_are_cut_off_downwards()
      throws IOException {
    shell(
        """
        echo x > file && setfattr -n user.binary -v 0x00ff0a3d80 file
        touch -d '1965-05-05 00:00:00.5 UTC' file
        tar --format=pax --xattrs -cf out.tar file
        """);
    TarHeader file = read(folder.resolve("out.tar")).get("file");
    assertThat(file.xattrs()).isEqualTo(Map.of("user.binary", "\u0000\u00ff\n=\u0080"));
    assertThat(file.modified()).isEqualTo(-147052800);
  }

  @Test
  void a_tar_that_ends_inside_a_file_is_an_error() throws IOException {
    shell("head -c 5000 /dev/zero > file && tar -cf out.tar file && truncate -s 3000 out.tar");
    assertThatThrownBy(() -> read(folder.resolve("out.tar"))).isInstanceOf(EOFException.class);
  }

  @Test
  void a_sparse_file_has_no_place_in_a_layer() throws IOException {
    shell("truncate -s 1M hole && tar --format=gnu --sparse -cf out.tar hole");
    assertThatThrownBy(() -> read(folder.resolve("out.tar")))
        .isInstanceOf(MalformedImage.class)
        .hasMessageContaining("'S'");
  }

  @Test
  void an_empty_stream_has_no_entries() throws IOException {
    assertThat(new TarStream(new ByteArrayInputStream(new byte[0])).next()).isEmpty();
  }

  private void shell(String script) throws IOException {
    Path work = Files.createDirectories(folder);
    Program.of("bash", "-euc", script).in(work).run().outputOrFail();
  }

  private static SortedMap<String, TarHeader> read(Path tar) throws IOException {
    SortedMap<String, TarHeader> headers = new TreeMap<>();
    try (InputStream in = Files.newInputStream(tar)) {
      TarStream stream = new TarStream(in);
      for (Optional<TarHeader> next = stream.next(); next.isPresent(); next = stream.next()) {
        headers.put(next.get().path(), next.get());
      }
    }
    return headers;
  }
}
