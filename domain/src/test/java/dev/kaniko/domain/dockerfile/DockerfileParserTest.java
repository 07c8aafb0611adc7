package dev.kaniko.domain.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.expansion.ExpansionException;
import dev.kaniko.domain.dockerfile.instruction.ArgInstruction.BuildArg;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerfileParserTest {
  private static final SourcePosition FROM = SourcePosition.line("Dockerfile", 7);

  private static ParsedDockerfile parse(String text) {
    return DockerfileParser.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Expansion with(Map<String, String> variables) {
    return new Expansion('\\', name -> Optional.ofNullable(variables.get(name)));
  }

  @Test
  void a_line_may_have_65535_bytes_with_its_carriage_return_and_no_more() {
    String longest = "LABEL a=" + "x".repeat(65_527);

    for (String end : new String[] {"", "\n", "\nUSER me\n"}) {
      assertThat(parse("FROM a\n" + longest + end).dockerfile().stages()).hasSize(1);
    }
    for (String tooLong :
        new String[] {
          longest + "x", longest + "\r\n", longest + "é", "#" + longest, "RUN <<E\n" + longest + "x"
        }) {
      assertThatThrownBy(() -> parse("FROM a\n" + tooLong))
          .isInstanceOf(InvalidDockerfile.class)
          .hasMessageContaining("dockerfile line greater than max allowed size of 65535");
    }
    assertThatThrownBy(() -> parse("FROM a\n\n" + longest + "x\nFOO\n"))
        .hasMessage("Dockerfile:3: dockerfile line greater than max allowed size of 65535");
  }

  @Test
  void a_logical_line_may_be_longer_than_a_physical_one() {
    String line = "x".repeat(60_000) + "\\\n";

    String original =
        parse("FROM a\nRUN " + line.repeat(20) + "y")
            .dockerfile()
            .stages()
            .getFirst()
            .instructions()
            .getFirst()
            .original();

    assertThat(original).hasSize(4 + 20 * 60_000 + 1);
  }

  @Test
  void a_hundred_thousand_instructions_are_read_and_one_more_is_refused() {
    String most = "FROM a\n" + "RUN a b c \\\n  d\n".repeat(99_999);

    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThat(parse(most).dockerfile().stages().getFirst().instructions())
                .hasSize(99_999));
    assertThatThrownBy(() -> parse(most + "RUN a\n"))
        .hasMessage("Dockerfile:200000: the Dockerfile has more than 100000 instructions");
  }

  @Test
  void a_file_of_ten_mebibytes_is_read_and_a_larger_one_is_refused() {
    byte[] comments = "# a comment\n".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
    byte[] largest = new byte[DockerfileParser.LARGEST];
    System.arraycopy(comments, 0, largest, 0, largest.length);

    assertThatThrownBy(() -> DockerfileParser.parse("Dockerfile", largest))
        .hasMessage("Dockerfile:1: file with no instructions");
    assertThatThrownBy(() -> DockerfileParser.parse("Dockerfile", comments))
        .hasMessage("Dockerfile:1: the Dockerfile is larger than 10485760 bytes");
  }

  @Test
  void hostile_files_end() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          assertThatThrownBy(() -> parse("\n".repeat(2_000_000)))
              .isInstanceOf(InvalidDockerfile.class);
          assertThatThrownBy(() -> parse("FROM a\n" + "x\n".repeat(20_000)))
              .isInstanceOf(InvalidDockerfile.class);
          assertThatThrownBy(() -> parse("FROM a\n" + "COPY <<A /x\n".repeat(90_000)))
              .isInstanceOf(InvalidDockerfile.class);
          parse("FROM a\nCOPY " + "--exclude=x ".repeat(5_000) + "a b");
          parse("FROM a\nCOPY " + ("--exclude=x ".repeat(5_000) + "\\\n").repeat(20) + "a b");
          parse("FROM a\nENV " + ("a=b ".repeat(15_000) + "\\\n").repeat(20) + "c=d");
          parse("FROM a\nRUN " + "[".repeat(60_000));
          parse("FROM a\nRUN \\\n" + "#\n\n".repeat(200_000) + "x");
        });
  }

  @Test
  void another_frontend_can_be_ignored_on_demand() {
    byte[] text = "# syntax=other\n# escape=`\nFROM a\n".getBytes(StandardCharsets.UTF_8);

    assertThat(DockerfileParser.parseIgnoringSyntax("Dockerfile", text).dockerfile().escape())
        .isEqualTo('`');
    assertThatThrownBy(() -> DockerfileParser.parse("Dockerfile", text))
        .isInstanceOf(InvalidDockerfile.class);
  }

  @Test
  void the_file_is_called_by_its_name_in_messages() {
    assertThatThrownBy(
            () ->
                DockerfileParser.parse(
                    "build/App.Dockerfile", "FROM a\nFOO".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("build/App.Dockerfile:2: unknown instruction: FOO");
  }

  @Test
  void every_line_is_kept_as_it_was_written() {
    ParsedDockerfile parsed = parse("arg A\nFrom a aS b\n# why\nrun --network=none x \\\n y\n");

    assertThat(parsed.lines())
        .extracting(line -> line.keyword())
        .containsExactly("arg", "From", "run");
    assertThat(parsed.lines().get(1).words()).containsExactly("a", "aS", "b");
    assertThat(parsed.lines().get(2).comments()).containsExactly("why");
    assertThat(parsed.lines().get(2).text()).isEqualTo("run --network=none x  y");
    assertThat(parsed.dockerfile().stages().getFirst().original()).isEqualTo("From a aS b");
  }

  @Test
  void a_trigger_is_an_instruction_at_the_place_that_brought_it_in() {
    assertThat(DockerfileText.of(DockerfileParser.parseTrigger("RUN a \\\n  b", '\\', FROM)))
        .isEqualTo("L7 RunInstruction(command=ShellForm(text=\"a   b\"))");
    assertThat(DockerfileText.of(DockerfileParser.parseTrigger("USER a `\nb", '`', FROM)))
        .isEqualTo("L7 UserInstruction(user=\"a b\")");
    assertThat(
            DockerfileText.of(DockerfileParser.parseTrigger("COPY <<-E /x\n\ta\n\tE", '\\', FROM)))
        .isEqualTo(
            "L7 CopyInstruction(heredocs=[Heredoc(name=\"E\", body=\"a␊\", expand=true,"
                + " stripTabs=true, fileDescriptor=\"\")], destination=\"/x\")");
    assertThat(DockerfileText.of(DockerfileParser.parseTrigger("# escape=`\nUSER a", '\\', FROM)))
        .isEqualTo("L7 UserInstruction(user=\"a\")");
  }

  @Test
  void a_trigger_of_a_stage_is_what_the_stage_stored() {
    String text = "FROM a\nONBUILD COPY <<-A b <<'C' /d/\n\ta\n\tA\nc\nC\n";
    String copy = "FROM a\n" + text.substring(text.indexOf("COPY"));
    String trigger =
        DockerfileText.outcome(text.getBytes(StandardCharsets.UTF_8))
            .replaceFirst("(?s).*trigger=\"(.*)\"\\)", "$1")
            .replace("␊", "\n");

    assertThat(DockerfileText.of(DockerfileParser.parseTrigger(trigger, '\\', FROM)).substring(3))
        .isEqualTo(
            DockerfileText.outcome(copy.getBytes(StandardCharsets.UTF_8))
                .replaceFirst("(?s).*L2-6 ", ""));
  }

  @Test
  void a_trigger_of_an_image_is_checked_like_one_of_the_file() {
    Map<String, String> refused =
        Map.of(
            "ONBUILD RUN a", "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed",
            "from a", "FROM isn't allowed as an ONBUILD trigger",
            "MAINTAINER a", "MAINTAINER isn't allowed as an ONBUILD trigger",
            "RUN a\nRUN b", "onbuild trigger should be a single expression, not \"RUN a\\nRUN b\"",
            "", "onbuild trigger should be a single expression, not \"\"",
            "# RUN a", "onbuild trigger should be a single expression, not \"# RUN a\"",
            "FOO", "unknown instruction: FOO",
            "RUN <<E\na", "unterminated heredoc (no line is exactly E)",
            "COPY --x a b", "unknown flag: --x");

    refused.forEach(
        (text, message) ->
            assertThatThrownBy(() -> DockerfileParser.parseTrigger(text, '\\', FROM))
                .isInstanceOf(InvalidDockerfile.class)
                .hasMessage("Dockerfile:7: " + message));
  }

  @Test
  void the_base_and_the_platform_of_a_stage_are_expanded() {
    Stage stage =
        parse("FROM --platform=$P ${I:-debian}:$V AS x\nRUN $V").dockerfile().stages().getFirst();

    Stage expanded = stage.expand(with(Map.of("P", "linux/arm64", "V", "12")));

    assertThat(expanded.base()).isEqualTo("debian:12");
    assertThat(expanded.platform()).contains("linux/arm64");
    assertThat(expanded.name()).contains("x");
    assertThat(expanded.instructions()).isEqualTo(stage.instructions());
  }

  @Test
  void a_base_or_platform_that_comes_out_empty_is_refused_with_its_expression() {
    Dockerfile dockerfile = parse("FROM $I\nFROM --platform=$P a\nFROM ${\n").dockerfile();
    Expansion nothing = with(Map.of());

    assertThatThrownBy(() -> dockerfile.stages().get(0).expand(nothing))
        .hasMessage("Dockerfile:1: base name ($I) should not be blank");
    assertThatThrownBy(() -> dockerfile.stages().get(1).expand(nothing))
        .hasMessage("Dockerfile:2: empty platform value from expression $P");
    assertThatThrownBy(() -> dockerfile.stages().get(2).expand(nothing))
        .isInstanceOf(ExpansionException.class);
  }

  @Test
  void a_default_is_expanded_when_it_is_asked_for() {
    BuildArg arg =
        parse("ARG a=$b-\"c\" d\nFROM x")
            .dockerfile()
            .globalArgs()
            .getFirst()
            .arguments()
            .getFirst();

    assertThat(arg.expand(with(Map.of("b", "1")))).isEqualTo(new BuildArg("a", Optional.of("1-c")));
    assertThat(new BuildArg("d", Optional.empty()).expand(with(Map.of())).defaultValue()).isEmpty();
  }
}
