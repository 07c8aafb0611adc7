package dev.kaniko.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.cli.flags.ExecutorFlags;
import dev.kaniko.cli.flags.TakenOverFlags;
import dev.kaniko.cli.flags.UnbuiltFlags;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The README's table of kaniko's flags is made of the code. */
class FlagTableTest {
  private static final String START = "<!-- flags: made of the code -->\n";
  private static final String END = "<!-- flags end -->\n";

  /** Those of all of kaniko's releases, and of the projects that carry it on. */
  private static final Path FLAGS = Path.of("src/test/resources/kaniko/flags.txt");

  private final Map<String, OptionSpec> built = new TreeMap<>();

  FlagTableTest() {
    for (OptionSpec option : new CommandLine(new ExecutorFlags()).getCommandSpec().options()) {
      for (String name : option.names()) {
        built.put(name, option);
      }
    }
  }

  @Test
  void each_flag_of_kanikos_is_there_or_refused_by_its_name() throws IOException {
    assertThat(Files.readAllLines(FLAGS))
        .hasSizeGreaterThan(60)
        .allSatisfy(
            flag ->
                assertThat(built.containsKey(flag) || UnbuiltFlags.all().containsKey(flag))
                    .as(flag)
                    .isTrue());
    assertThat(built.keySet()).doesNotContainAnyElementsOf(UnbuiltFlags.all().keySet());
  }

  /** With {@code -Dkaniko.docs.write=true} the table is put into the README. */
  @Test
  void the_readme_has_the_table_of_the_flags() throws IOException {
    Path readme = Checkout.root().resolve("README.md");
    String text = Files.readString(readme);
    int from = text.indexOf(START) + START.length();
    int to = text.indexOf(END);
    assertThat(text.indexOf(START)).isPositive().isLessThan(to);
    if (Boolean.getBoolean("kaniko.docs.write")) {
      Files.writeString(readme, text.substring(0, from) + table() + text.substring(to));
    } else {
      assertThat(text.substring(from, to)).isEqualTo(table());
    }
  }

  private String table() throws IOException {
    List<String> kanikos = Files.readAllLines(FLAGS);
    List<String> working =
        kanikos.stream().filter(built::containsKey).filter(it -> !isTakenOver(it)).toList();
    Map<String, String> others = new TreeMap<>();
    kanikos.stream()
        .filter(built::containsKey)
        .filter(this::isTakenOver)
        .forEach(flag -> others.put(flag, built.get(flag).description()[0]));
    kanikos.stream()
        .filter(UnbuiltFlags.all()::containsKey)
        .forEach(flag -> others.put(flag, "Refused: " + UnbuiltFlags.all().get(flag) + "."));
    Stream<String> rows =
        Stream.concat(
            Stream.of("| " + flags(working) + " | Work. |"),
            others.entrySet().stream()
                .map(row -> "| `" + row.getKey() + "` | " + row.getValue() + " |"));
    return "\n| kaniko's | here |\n|---|---|\n" + rows.collect(Collectors.joining("\n")) + "\n\n";
  }

  private static String flags(List<String> flags) {
    return flags.stream().map(flag -> "`" + flag + "`").collect(Collectors.joining(" "));
  }

  private boolean isTakenOver(String flag) {
    return built.get(flag).userObject() instanceof Field field
        && field.getDeclaringClass() == TakenOverFlags.class;
  }
}
