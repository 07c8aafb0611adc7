package dev.kaniko.domain.dockerfile.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.domain.corpus.Corpus;
import dev.kaniko.domain.corpus.Visible;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ValueTablesTest {
  @TestFactory
  Stream<DynamicTest> ports_are_what_the_table_says() {
    return Corpus.table("tables/ports.txt").stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getFirst(),
                    () -> assertThat(ports(Visible.text(row.getFirst()))).isEqualTo(row.get(1))));
  }

  private static String ports(String text) {
    try {
      return String.join(" ", PortSpecification.ports(text));
    } catch (IllegalArgumentException e) {
      return "!" + e.getMessage();
    }
  }

  @TestFactory
  Stream<DynamicTest> durations_are_what_go_reads() {
    return Corpus.table("tables/durations.txt").stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getFirst(),
                    () ->
                        assertThat(duration(Visible.text(row.getFirst()))).isEqualTo(row.get(1))));
  }

  private static String duration(String text) {
    try {
      return Long.toString(GoDuration.parse(text).toNanos());
    } catch (IllegalArgumentException _) {
      return "bad";
    }
  }

  @Test
  void the_whole_range_of_ports_is_possible() {
    assertThat(PortSpecification.ports("0-65535")).hasSize(65_536).contains("0/tcp", "65535/tcp");
  }

  @Test
  void a_duration_of_too_many_digits_is_refused_without_effort() {
    String digits = "9".repeat(60_000);

    assertThatThrownBy(() -> GoDuration.parse(digits + "ns"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(GoDuration.parse("0." + digits + "s").toNanos()).isEqualTo(999_999_999);
    assertThat(GoDuration.parse("0".repeat(60_000) + "1s").toSeconds()).isOne();
  }

  @Test
  void every_signal_has_a_number() {
    for (int number = 1; number <= 64; number++) {
      StopSignal.check(Integer.toString(number));
    }
    for (String wrong : new String[] {"0", "65", "00", "", "-1", "1e1", "٣"}) {
      assertThatThrownBy(() -> StopSignal.check(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
