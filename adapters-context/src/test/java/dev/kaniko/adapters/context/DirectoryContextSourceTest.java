package dev.kaniko.adapters.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryContextSourceTest {
  private final DirectoryContextSource source = new DirectoryContextSource();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "/workspace/,true",
    "relative/path,true",
    ".,true",
    "dir:///workspace,true",
    "dir://relative,true",
    "tar://context.tar,false",
    "tar://stdin,false",
    "https://example.com/context.tar.gz,false",
    "git://example.com/repository,false",
    "DIR:///workspace,false"
  })
  void paths_and_the_scheme_dir_are_served_and_nothing_else(String location, boolean served) {
    assertThat(source.serves(location)).isEqualTo(served);
  }

  @Test
  void a_directory_is_the_context_with_and_without_the_scheme() throws Exception {
    ContextContent expected = new ContextContent.Directory(folder);
    assertThat(source.fetch(Requests.of(folder.toString()))).isEqualTo(expected);
    assertThat(source.fetch(Requests.of("dir://" + folder))).isEqualTo(expected);
  }

  @Test
  void a_relative_path_starts_where_the_program_was_started() throws Exception {
    assertThat(source.fetch(Requests.of("dir://src")))
        .isEqualTo(new ContextContent.Directory(Path.of("src").toAbsolutePath()));
  }

  @Test
  void a_missing_directory_is_told_with_the_location_as_it_was_given() {
    assertThatThrownBy(() -> source.fetch(Requests.of("dir://" + folder + "/missing")))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessage("the build context dir://" + folder + "/missing does not exist");
  }

  @Test
  void a_link_that_leads_nowhere_is_a_missing_directory() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
    assertThatThrownBy(() -> source.fetch(Requests.of(folder + "/link")))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageEndingWith("does not exist");
  }

  @Test
  void a_file_is_refused_with_the_scheme_for_archives() throws IOException {
    Path file = Files.createFile(folder.resolve("context.tar"));
    assertThatThrownBy(() -> source.fetch(Requests.of(file.toString())))
        .isInstanceOfSatisfying(
            ContextNotAvailable.class,
            e -> assertThat(e.hint()).isEqualTo(Optional.of(hintFor(file))))
        .hasMessage("the build context " + file + " is not a directory");
  }

  private static String hintFor(Path file) {
    return "for an archive, use --context tar://" + file;
  }
}
