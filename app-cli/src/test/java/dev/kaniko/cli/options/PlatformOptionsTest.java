package dev.kaniko.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.image.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformOptionsTest {

  @Test
  void platforms_are_separated_by_commas_or_named_by_several_flags() throws BadArguments {
    assertThat(PlatformOptions.of(List.of("linux/x86_64, linux/arm64/v8", "linux/armhf")))
        .containsExactly(
            Platform.of("linux", "amd64"),
            Platform.of("linux", "arm64"),
            Platform.of("linux", "arm", "v7"));
    assertThat(PlatformOptions.of(List.of())).containsExactly(Platform.host());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "linux/amd64,linux/x86_64|linux/amd64 is named twice",
        "linux/amd64,|the name of a platform is empty",
        "''|the name of a platform is empty",
        "linux/amd46|unknown architecture \"amd46\" (did you mean amd64?)",
        "linus/amd64|unknown operating system \"linus\" (did you mean linux?)",
        "linux|invalid platform \"linux\"",
        "linux/a/b/c|invalid platform \"linux/a/b/c\"",
      })
  void what_is_no_platform_is_refused(String text, String message) {
    assertThatThrownBy(() -> PlatformOptions.of(List.of(text)))
        .isInstanceOf(BadArguments.class)
        .hasMessageStartingWith("--custom-platform: " + message);
  }

  @Test
  void several_are_refused_where_one_is_looked_at() {
    assertThatThrownBy(() -> PlatformOptions.only(List.of("linux/amd64,linux/arm64"), "it is for"))
        .hasMessage("--custom-platform: it is for one platform at a time");
  }
}
