package dev.kaniko.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocsNamesTest {
  private static final DocumentNames NAMES = new DocumentNames(Checkout.open(), new KnownFlags());

  static List<Path> documents() {
    return Checkout.documents();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void what_a_document_names_is_there(Path document) {
    MarkdownFile markdown = MarkdownFile.read(document);
    assertThat(markdown.spans()).hasSizeGreaterThan(10);
    assertThat(NAMES.unknownIn(markdown)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BuildPicture",
        "BuildImage.paint",
        "ContextContent.Parcel",
        "dev.kaniko.colours",
        "Colours.java",
        "app-cli/src/mian",
        "ap-cli/src/main",
        "app-cli/src/bench/*.py",
        ".ci/walk",
        "--destinaton",
        "--no-push --tarpath FILE",
        "COPY --chwon",
        "RUN --mount-it=type=cache",
      })
  void a_name_of_nothing_is_noticed(String code) {
    MarkdownFile planted = MarkdownFile.parse("planted.md", "It is in `" + code + "`.\n");
    assertThat(NAMES.unknownIn(planted)).containsExactly("planted.md:1: " + code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BuildImage",
        "BuildImage.build",
        "ContextContent.Archive",
        "dev.kaniko.application.stage",
        "Assemble.java",
        "app-cli/src/main",
        "app-cli/src/bench/*.sh",
        ".ci/run",
        "--destination",
        "--cache",
        "--no-push --tar-path FILE",
        "COPY --chown",
        "RUN --mount=type=cache",
        "registry.example/team/app:1.0",
        "/var/lib/kaniko",
        "docker load",
        "WORKDIR",
      })
  void a_name_of_something_is_not_complained_about(String code) {
    MarkdownFile sound = MarkdownFile.parse("sound.md", "It is in `" + code + "`.\n");
    assertThat(NAMES.unknownIn(sound)).isEmpty();
  }

  @Test
  void flags_in_commands_and_pods_are_looked_up_too() {
    MarkdownFile planted =
        MarkdownFile.parse(
            "planted.md",
            """
            ```sh
            other --unheard-of | app-cli/target/kaniko/bin/executor --context . \\
              --no-pusch && docker load --input image.tar
            ```
            ```yaml
            args: ["--destinaton=registry.example/app", "--context=dir:///workspace"]
            ```
            """);
    assertThat(NAMES.unknownIn(planted))
        .containsExactly("planted.md:1: --no-pusch", "planted.md:5: --destinaton");
  }
}
