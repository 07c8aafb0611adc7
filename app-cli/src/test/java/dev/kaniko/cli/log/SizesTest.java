package dev.kaniko.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SizesTest {
  @Test
  void bytesHaveOneDecimalOfTheLargestUnitThatLeavesNoMoreThanThreeDigits() {
    assertThat(Sizes.bytes(0)).isEqualTo("0 B");
    assertThat(Sizes.bytes(999)).isEqualTo("999 B");
    assertThat(Sizes.bytes(1000)).isEqualTo("1.0 kB");
    assertThat(Sizes.bytes(12_449_999)).isEqualTo("12.4 MB");
    assertThat(Sizes.bytes(999_949)).isEqualTo("999.9 kB");
    assertThat(Sizes.bytes(999_950)).isEqualTo("1.0 MB");
    assertThat(Sizes.bytes(Long.MAX_VALUE)).isEqualTo("9223372.0 TB");
  }

  @Test
  void timesChangeFromTenthsToWholeSecondsAtAMinute() {
    assertThat(Sizes.time(Duration.ZERO)).isEqualTo("0.0s");
    assertThat(Sizes.time(Duration.ofMillis(3149))).isEqualTo("3.1s");
    assertThat(Sizes.time(Duration.ofSeconds(123))).isEqualTo("2m03s");
    assertThat(Sizes.time(Duration.ofMinutes(75).plusSeconds(59))).isEqualTo("75m59s");
  }

  @Test
  void paddingNeverCutsANumber() {
    assertThat(Sizes.padded(7, 4)).isEqualTo("0007");
    assertThat(Sizes.padded(12345, 4)).isEqualTo("12345");
  }
}
