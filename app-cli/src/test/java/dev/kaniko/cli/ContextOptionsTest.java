package dev.kaniko.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.options.GitOptions;
import dev.kaniko.cli.options.NamedContexts;
import dev.kaniko.cli.options.NamedContexts.Meaning;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextOptionsTest {
  private static final String KEEP = "BUILDKIT_CONTEXT_KEEP_GIT_DIR";

  @TempDir private Path folder;

  @Test
  void a_name_stands_for_a_place_here_or_elsewhere() throws BadArguments {
    assertThat(meaning(folder.toString())).isEqualTo(new NamedContexts.Directory(folder));
    assertThat(meaning(".")).isEqualTo(new NamedContexts.Directory(folder.resolve(".")));
    for (String location : List.of("https://host/a.tar.gz", "git@host:a/b#main", "gs://b/o")) {
      assertThat(meaning(location)).isEqualTo(new NamedContexts.Remote(location));
    }
  }

  @Test
  void a_name_stands_for_an_image() throws BadArguments, IOException {
    ImageReference image = ImageReference.parse("host/a:1");
    Digest digest = Digest.sha256("x");
    Path archive = Files.createFile(folder.resolve("a.tar"));
    assertThat(meaning("docker-image://scratch")).isEqualTo(new NamedContexts.Scratch());
    assertThat(meaning("docker-image://host/a:1")).isEqualTo(new NamedContexts.Image(image));
    assertThat(meaning("oci-layout://" + folder)).isEqualTo(layout("", Optional.empty()));
    assertThat(meaning("oci-layout://" + folder + ":v1")).isEqualTo(layout("v1", Optional.empty()));
    assertThat(meaning("oci-layout://" + folder + "@" + digest))
        .isEqualTo(layout("", Optional.of(digest)));
    assertThat(meaning("docker-archive:a.tar"))
        .isEqualTo(new NamedContexts.Archive(archive, Optional.empty()));
    assertThat(meaning("docker-archive:a.tar:host/a:1"))
        .isEqualTo(new NamedContexts.Archive(archive, Optional.of(image)));
  }

  private NamedContexts.Layout layout(String tag, Optional<Digest> digest) {
    return new NamedContexts.Layout(folder, Optional.of(tag).filter(it -> !it.isEmpty()), digest);
  }

  @ParameterizedTest
  @CsvSource({
    "n, needs NAME=WHAT",
    "=x, needs NAME=WHAT",
    "scratch=., the name scratch is taken",
    "n=gone, is no directory",
    "n=docker-image://A B, invalid image reference",
    "n=oci-layout://gone:v1, is no directory",
    "n=docker-archive:gone.tar, is no file",
    "n=target:x, unsupported context source target for n"
  })
  void a_name_that_stands_for_nothing_is_refused(String flag, String message) {
    assertThatThrownBy(() -> NamedContexts.of(List.of(flag), folder))
        .isInstanceOf(BadArguments.class)
        .hasMessageContaining(message);
  }

  private Meaning meaning(String what) throws BadArguments {
    return NamedContexts.of(List.of("name=" + what), folder).meanings().get("name");
  }

  @ParameterizedTest
  @CsvSource({
    "branch=main, git://h/r, git://h/r?ref=main",
    "recurse-submodules=0, https://h/r.git#v1, https://h/r.git?submodules=false#v1",
    "single-branch=true, git@h:r, git@h:r",
    "depth=3, git://h/r, git://h/r",
    "insecure-skip-tls=true, git://h/r, git://h/r"
  })
  void a_git_flag_says_more_of_a_repository(String flag, String context, String location)
      throws BadArguments {
    assertThat(GitOptions.of(List.of(flag)).applied(context, Map.of())).isEqualTo(location);
  }

  @ParameterizedTest
  @CsvSource({
    "branch, invalid git flag",
    "brunch=x, --git brunch is not known",
    "depth=all, is no number",
    "single-branch=maybe, neither true nor false"
  })
  void a_git_flag_that_says_nothing_is_refused(String flag, String message) {
    assertThatThrownBy(() -> GitOptions.of(List.of(flag)))
        .isInstanceOf(BadArguments.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_git_flag_is_for_a_repository_and_an_argument_keeps_gits_own_files() throws BadArguments {
    GitOptions skipping = GitOptions.of(List.of("insecure-skip-tls=true"));
    assertThat(skipping.skipTlsVerify()).isTrue();
    assertThatThrownBy(() -> skipping.applied("https://user:canary@h/a.tar", Map.of()))
        .hasMessageContaining("--git is for a context in a Git repository")
        .message()
        .doesNotContain("canary");
    GitOptions none = GitOptions.of(List.of());
    assertThat(none.applied("git://h/r", Map.of(KEEP, "1")))
        .isEqualTo("git://h/r?keep-git-dir=true");
    assertThat(none.applied("/directory", Map.of(KEEP, "1"))).isEqualTo("/directory");
  }
}
