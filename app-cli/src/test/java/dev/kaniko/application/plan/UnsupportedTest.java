package dev.kaniko.application.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.source.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsupportedTest {

  private static List<Problem> in(String line) throws Exception {
    byte[] text = ("FROM scratch\nENV A=b\n" + line + "\n").getBytes(StandardCharsets.UTF_8);
    return Unsupported.in(
        DockerfileParser.parse("Dockerfile", text).dockerfile().stages().getFirst().instructions(),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "RUN --device=vendor.com/gpu=all x, RUN --device",
    "RUN --security=insecure x, RUN --security=insecure"
  })
  void what_a_command_cannot_be_given_is_refused_with_its_line(String line, String what)
      throws Exception {
    assertThat(in(line))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).startsWith(what + " is not built into this version");
              assertThat(problem.position().orElseThrow().firstLine()).isEqualTo(3);
              assertThat(problem.hint()).isPresent();
            });
  }

  @ParameterizedTest
  @CsvSource({"RUN x", "RUN --security=sandbox x", "RUN --network=none x"})
  void what_a_command_can_be_given_is_not_refused(String line) throws Exception {
    assertThat(in(line)).isEmpty();
  }
}
