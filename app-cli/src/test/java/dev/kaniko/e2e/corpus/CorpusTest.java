package dev.kaniko.e2e.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.e2e.builder.BuildRequest;
import dev.kaniko.e2e.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusTest {
  @TempDir private Path folder;

  @Test
  void the_corpus_holds_at_least_ninety_folders() {
    assertThat(new Corpus("*").cases()).hasSizeGreaterThanOrEqualTo(90);
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy-times", "copy-hard-links", "copy-special-names", "add-archives"})
  void a_context_is_the_same_each_time_it_is_made(String name) throws IOException {
    CorpusCase one = new Corpus().named(name);
    assertThat(listing(one, "second")).isEqualTo(listing(one, "first")).contains("Dockerfile");
  }

  @Test
  void the_files_of_the_case_itself_are_no_part_of_its_context() throws IOException {
    assertThat(listing(new Corpus().named("fails-run"), "context"))
        .contains("Dockerfile")
        .doesNotContain("case.properties")
        .doesNotContain("prepare");
  }

  @Test
  void properties_become_arguments_secrets_and_a_target() throws IOException {
    write("arg.A=1\nsecret.token=file\ntarget=stage\ndockerfile=build/File\n");
    Path context = Files.createDirectory(folder.resolve("context"));
    Files.copy(
        new Corpus().named("base-only").folder().resolveSibling("make-context"),
        folder.resolve("make-context"),
        StandardCopyOption.COPY_ATTRIBUTES);
    BuildRequest request = new CorpusCase(folder.resolve("case")).prepare(context, "host:1");
    assertThat(request.buildArgs()).isEqualTo(Map.of("A", "1", "REGISTRY", "host:1"));
    assertThat(request.secrets()).isEqualTo(Map.of("token", context.resolve("file")));
    assertThat(request.target()).isEqualTo(Optional.of("stage"));
    assertThat(request.dockerfile()).isEqualTo("build/File");
  }

  @Test
  void an_unknown_property_is_refused() throws IOException {
    write("args.A=1\n");
    assertThatThrownBy(() -> new CorpusCase(folder.resolve("case")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("args.A");
  }

  private void write(String properties) throws IOException {
    Path one = Files.createDirectory(folder.resolve("case"));
    Files.writeString(one.resolve("case.properties"), properties);
  }

  private String listing(CorpusCase one, String name) throws IOException {
    Path context = Files.createDirectory(folder.resolve(name));
    one.prepare(context, "localhost:1");
    return Program.of("sh", "-c", "find . -printf '%p %y %m %U:%G %s %T@ %n %l\\n' | sort")
        .in(context)
        .run()
        .outputOrFail();
  }
}
