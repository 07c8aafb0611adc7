package dev.kaniko.domain.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoFormatTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ns",
    "1500, 1.5µs",
    "2000000, 2ms",
    "1000000000, 1s",
    "1500000000, 1.5s",
    "60000000000, 1m0s",
    "90000000000, 1m30s",
    "3600000000000, 1h0m0s",
    "3661000000001, 1h1m1.000000001s",
  })
  void a_duration_is_printed_as_go_prints_it(long nanos, String expected) {
    assertThat(GoFormat.duration(Duration.ofNanos(nanos))).isEqualTo(expected);
  }

  @Test
  void strings_are_quoted_as_go_quotes_them() {
    assertThat(GoFormat.quoted(List.of("/bin/sh", "-c", "echo \"a\\b\"\n\t\u0001é\u200b")))
        .isEqualTo("[\"/bin/sh\" \"-c\" \"echo \\\"a\\\\b\\\"\\n\\t\\x01é\\u200b\"]");
  }

  @Test
  void a_number_under_q_is_a_character() {
    assertThat(GoFormat.quote(0)).isEqualTo("'\\x00'");
    assertThat(GoFormat.quote(3)).isEqualTo("'\\x03'");
    assertThat(GoFormat.quote(65)).isEqualTo("'A'");
    assertThat(GoFormat.quote('\'')).isEqualTo("'\\''");
  }
}
