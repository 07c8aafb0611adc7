package dev.kaniko.adapters.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The source opens archives; that they are recognised and unpacked is the archive reader's. */
class TarContextSourceTest {
  private static final byte[] ARCHIVE = "not looked into".getBytes(StandardCharsets.US_ASCII);

  private final TarContextSource source = new TarContextSource();

  @TempDir Path folder;

  @Test
  void only_the_scheme_tar_is_served() {
    assertThat(source.serves("tar://context.tar")).isTrue();
    assertThat(source.serves("tar://stdin")).isTrue();
    assertThat(source.serves("/workspace/context.tar")).isFalse();
    assertThat(source.serves("dir://context.tar")).isFalse();
    assertThat(source.serves("https://example.com/context.tar.gz")).isFalse();
  }

  @Test
  void the_bytes_of_the_file_come_unchanged_and_are_counted() throws Exception {
    Path file = Files.write(folder.resolve("context.tar.gz"), ARCHIVE);
    List<Long> progress = new ArrayList<>();
    ContextContent content =
        source.fetch(Requests.of("tar://" + file, InputStream.nullInputStream(), progress::add));
    try (InputStream stream = stream(content)) {
      assertThat(stream.read()).isEqualTo(ARCHIVE[0]);
      assertThat(stream.readNBytes(3)).isEqualTo(new byte[] {ARCHIVE[1], ARCHIVE[2], ARCHIVE[3]});
      assertThat(stream.readAllBytes()).hasSize(ARCHIVE.length - 4);
      assertThat(stream.read()).isNegative();
    }
    assertThat(progress).startsWith(1L, 4L).isSorted().last().isEqualTo((long) ARCHIVE.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing.tar", "", "directory"})
  void what_is_no_file_is_told_with_the_location_as_it_was_given(String name) throws IOException {
    Files.createDirectory(folder.resolve("directory"));
    String location = "tar://" + folder + "/" + name;
    assertThatThrownBy(() -> source.fetch(Requests.of(location)))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessage("the build context " + location + " is not a file");
  }

  @Test
  void standard_input_is_read_from_its_first_byte_and_left_open() throws Exception {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream standardInput =
        new FilterInputStream(new BufferedInputStream(new ByteArrayInputStream(ARCHIVE))) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    ContextContent content = source.fetch(Requests.of("tar://stdin", standardInput, _ -> {}));
    try (InputStream stream = stream(content)) {
      assertThat(stream.readAllBytes()).isEqualTo(ARCHIVE);
    }
    assertThat(closed).isFalse();
  }

  @Test
  void an_empty_standard_input_is_told_with_what_to_do_in_a_container() {
    assertThatThrownBy(() -> source.fetch(Requests.of("tar://stdin")))
        .isInstanceOfSatisfying(
            ContextNotAvailable.class,
            e -> assertThat(e.hint().orElseThrow()).contains("docker run -i"))
        .hasMessage("the build context tar://stdin is empty");
  }

  private static InputStream stream(ContextContent content) {
    return switch (content) {
      case ContextContent.Archive(InputStream stream) -> stream;
      case ContextContent.Directory directory -> throw new AssertionError(directory);
    };
  }
}
