package dev.kaniko.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The last of the integration tests, in the order of their names: it goes by what the others have
 * found, and fails when they were not run before it.
 */
class ScoreboardIT {
  private static final Path ROWS = Path.of("src/test/resources/scoreboard.txt");

  private final Scoreboard scoreboard;

  ScoreboardIT() throws IOException {
    this.scoreboard = new Scoreboard(Files.readAllLines(ROWS), Outcomes.all().toList());
  }

  @Test
  void every_row_has_a_test_and_all_of_its_tests_have_passed() {
    assertThat(scoreboard.unproved()).isEmpty();
  }

  /** With {@code -Dkaniko.docs.write=true} the page is written. */
  @Test
  void the_page_says_what_the_tests_have_found() throws IOException {
    Path page = Path.of(System.getProperty("basedir", "."), "../docs/scoreboard.md");
    if (Boolean.getBoolean("kaniko.docs.write")) {
      Files.writeString(page, scoreboard.page());
    }
    assertThat(Files.readString(page)).isEqualTo(scoreboard.page());
  }
}
