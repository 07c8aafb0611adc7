package dev.kaniko.ports.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.ports.context.ContextSource;
import dev.kaniko.ports.credentials.CredentialHelper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SpiVersionTest {
  /** The interface as it was in the version that its name says; only ever added to. */
  private static final Path RECORDED = Path.of("src/test/resources/spi");

  @Test
  void what_the_recorded_version_promised_is_still_there() throws IOException {
    assertThat(recorded().brokenBy(current()))
        .as("breaks plugins: needs a new major version and a new record")
        .isEmpty();
  }

  @Test
  void what_is_new_is_recorded_under_a_new_minor_version() throws IOException {
    assertThat(current().additionsTo(recorded()))
        .as("raise the minor version and record the interface in %s", file())
        .isEmpty();
  }

  @Test
  void every_version_of_this_major_one_still_works_with_the_current_one() throws IOException {
    for (int minor = 0; minor <= SpiVersion.CURRENT.minor(); minor++) {
      SpiVersion earlier = new SpiVersion(SpiVersion.CURRENT.major(), minor);
      assertThat(recorded(earlier).brokenBy(current())).as(earlier.toString()).isEmpty();
    }
  }

  @Test
  void only_types_of_the_jdk_of_pf4j_and_of_the_extension_points_packages_are_in_it() {
    assertThat(current().lines())
        .allSatisfy(
            line ->
                assertThat(line)
                    .doesNotContain("dev.kaniko.domain")
                    .doesNotContainPattern(
                        "dev\\.kaniko\\.ports\\.(?!context|credentials|spi)\\w+"));
  }

  @Test
  void a_comparison_finds_what_is_gone_what_changed_and_what_plugins_do_not_implement() {
    Api before = Api.reachableFrom(Before.class);
    Api after = Api.reachableFrom(After.class);
    assertThat(named(before).brokenBy(named(after)))
        .containsExactly(
            "X static int gone()",
            "to implement X int added(int)",
            "to implement X int changed(int)",
            "to implement X long changed(int)");
  }

  @Test
  void a_plugin_of_the_same_major_and_no_higher_minor_version_is_served() {
    SpiVersion offered = new SpiVersion(2, 3);
    assertThat(offered.serves(new SpiVersion(2, 3))).isTrue();
    assertThat(offered.serves(new SpiVersion(2, 0))).isTrue();
    assertThat(offered.serves(new SpiVersion(2, 4))).isFalse();
    assertThat(offered.serves(new SpiVersion(1, 0))).isFalse();
    assertThat(offered.serves(new SpiVersion(3, 0))).isFalse();
  }

  @Test
  void a_version_is_two_numbers_or_three_and_nothing_else() {
    assertThat(SpiVersion.parse("1.2")).contains(new SpiVersion(1, 2));
    assertThat(SpiVersion.parse("1.2.9")).contains(new SpiVersion(1, 2));
    for (String other : new String[] {"", "1", "*", ">=1.0", "1.x", "1.0-beta", "1.9999999999"}) {
      assertThat(SpiVersion.parse(other)).as(other).isEmpty();
    }
  }

  interface Before {
    int changed(int value);

    static int gone() {
      return 1;
    }
  }

  interface After {
    long changed(int value);

    int added(int value);

    default int harmless() {
      return 1;
    }
  }

  /** The same interface by another name, so that two can be compared. */
  private static Api named(Api api) {
    TreeSet<String> lines = new TreeSet<>();
    for (String line : api.lines()) {
      lines.add(line.replace(Before.class.getName(), "X").replace(After.class.getName(), "X"));
    }
    return new Api(lines);
  }

  private static Api current() {
    return Api.reachableFrom(ContextSource.class, CredentialHelper.class, SpiVersion.class);
  }

  private static Api recorded() throws IOException {
    return recorded(SpiVersion.CURRENT);
  }

  private static Api recorded(SpiVersion version) throws IOException {
    return new Api(new TreeSet<>(Files.readAllLines(RECORDED.resolve(version + ".txt"))));
  }

  private static Path file() {
    return RECORDED.resolve(SpiVersion.CURRENT + ".txt");
  }
}
