package dev.kaniko.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.cli.flags.ExecutorFlags;
import dev.kaniko.cli.process.Subcommand;
import dev.kaniko.cli.process.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ReferenceTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void bash_completes_flags_of_the_build_and_of_commands() throws Exception {
    assertThat(run(CompletionCommand::new, "bash")).isZero();
    assertThat(completed("executor --cache-")).contains("--cache-repo", "--cache-ttl");
    assertThat(completed("executor build --meta")).containsExactly("--metadata-file");
    assertThat(completed("executor pl")).containsExactlyInAnyOrder("plan", "plugins");
  }

  @Test
  void another_shell_is_refused_with_those_there_are() {
    assertThat(run(CompletionCommand::new, "fish")).isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("one of bash, zsh");
  }

  @Test
  void the_manual_has_every_flag() {
    assertThat(run(ManualCommand::new)).isZero();
    String page = said.toString(StandardCharsets.UTF_8);
    for (OptionSpec option : new CommandLine(new ExecutorFlags()).getCommandSpec().options()) {
      assertThat(page).contains("\\fB" + option.names()[0].replace("-", "\\-"));
    }
    assertThat(page).startsWith(".TH EXECUTOR 1").contains(".SH \"executor warmer\"");
    assertThat(page.lines()).noneMatch(line -> line.startsWith(".") && !isMacro(line));
  }

  private static boolean isMacro(String line) {
    return line.matches("\\.(TH|SH|PP|TP|br)( .*)?");
  }

  private int run(Making command, String... arguments) {
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    Surroundings surroundings =
        new Surroundings(
            Map.of(),
            InputStream.nullInputStream(),
            stream,
            stream,
            false,
            Path.of(""),
            InstantSource.system());
    return command.make(surroundings, new WholeCommandLine()).run(List.of(arguments));
  }

  private interface Making {
    Subcommand make(Surroundings surroundings, WholeCommandLine whole);
  }

  /** What bash proposes for the last word; compopt works only where somebody types. */
  private List<String> completed(String line) throws Exception {
    Path script = Files.write(folder.resolve("completion"), said.toByteArray());
    String[] words = line.split(" ");
    String program =
        "source '%s'; compopt() { :; }; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; _complete_executor;"
                .formatted(script, line, words.length - 1, line)
            + " printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder("bash", "-c", program).redirectErrorStream(true).start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(output).isZero();
    return output.lines().map(String::strip).filter(word -> !word.isEmpty()).toList();
  }
}
