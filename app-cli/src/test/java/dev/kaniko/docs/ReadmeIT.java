package dev.kaniko.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README promises to whoever tries it first. */
@ExtendWith(SharedWorld.class)
class ReadmeIT {
  /** The build that runs this test has made the package already: only the words are checked. */
  private static final String MAVEN =
      """
      #!/bin/sh
      [ "$*" = "-B -DskipTests package" ] && exit
      echo "mvn $* is not what makes the package" >&2
      exit 1
      """;

  private final TestWorld world;
  private Path folder;
  private Map<String, String> environment;

  ReadmeIT(TestWorld world) {
    this.world = world;
  }

  /** A folder that looks like a checkout that was built, with the example and the executor. */
  @BeforeEach
  void copy_the_example() throws IOException {
    folder = world.newFolder("readme");
    Files.createDirectories(folder.resolve("app-cli/target"));
    Files.createSymbolicLink(
        folder.resolve("app-cli/target/kaniko"), Checkout.root().resolve("app-cli/target/kaniko"));
    Program.of("cp", "-R", Checkout.root().resolve("docs").toString(), folder.toString())
        .run()
        .outputOrFail();
    Path programs = Files.createDirectory(folder.resolve("programs"));
    Files.writeString(programs.resolve("mvn"), MAVEN);
    Files.setPosixFilePermissions(
        programs.resolve("mvn"), PosixFilePermissions.fromString("rwxr-xr-x"));
    environment = new HashMap<>(world.engine().environment());
    environment.put("PATH", programs + ":" + System.getenv("PATH"));
  }

  @Test
  void the_first_commands_do_what_the_readme_promises() {
    Walkthrough walkthrough = Walkthrough.of(MarkdownFile.read(readme()));
    assertThat(walkthrough.steps()).hasSize(2);
    assertThat(walkthrough.departure(folder, environment)).isEmpty();
  }

  /** What the README could have wrong: each is found by running it. */
  @ParameterizedTest
  @CsvSource({
    "-DskipTests package, -DskipTests verify",
    "docs/examples/hello/context, docs/examples/hallo/context",
    "--context tar://stdin, --context tar://stdn",
    "--tar-path hello.tar, --tar-path hallo.tar",
    "--network none hello, --network none hallo",
    "RUN cc, RUN gcc",
    "'Hello, world', 'Hello, you'",
  })
  void a_mistake_in_the_readme_is_noticed(String right, String wrong) throws IOException {
    String text = Files.readString(readme());
    assertThat(text).contains(right);
    MarkdownFile mistaken = MarkdownFile.parse("README.md", text.replace(right, wrong));
    assertThat(Walkthrough.of(mistaken).departure(folder, environment)).isNotEmpty();
  }

  private static Path readme() {
    return Checkout.root().resolve("README.md");
  }
}
