package dev.kaniko.domain.dockerfile.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Continuations, comments and blank lines, against a model made of regular expressions. */
class LineJoiningTest {
  private static final List<String> PIECES =
      List.of("\\", "\\", "\\\\", "#", " ", "\t", "a", "RUN b", "\r", "`", "  # c", "é");

  private static final Pattern CONTINUED =
      Pattern.compile("(^|.*[^\\\\])\\\\[ \\t]*", Pattern.DOTALL);

  @Test
  void physical_lines_are_joined_as_the_model_joins_them() {
    Random random = new Random(2026);
    int joined = 0;
    for (int i = 0; i < 30_000; i++) {
      String text = text(random);
      List<String> expected = model(text);

      List<String> actual =
          LogicalLines.ofFile("f", ("x\n" + text).getBytes(StandardCharsets.UTF_8)).lines().stream()
              .skip(1)
              .map(LogicalLine::text)
              .toList();

      assertThat(actual).as("lines of %s", text).isEqualTo(expected);
      joined += text.split("\n").length - expected.size();
    }
    assertThat(joined).isGreaterThan(30_000);
  }

  private static List<String> model(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    boolean open = false;
    for (String raw : (text + "\n").split("\n")) {
      String physical = raw.replaceFirst("\\r*$", "");
      boolean comment = physical.stripLeading().startsWith("#");
      if (!comment && !physical.isBlank()) {
        open = CONTINUED.matcher(physical).matches();
        line.append(open ? physical.replaceFirst("\\\\[ \\t]*$", "") : physical);
      }
      if (!open) {
        flush(line, lines);
      }
    }
    flush(line, lines);
    return lines;
  }

  private static void flush(StringBuilder line, List<String> lines) {
    if (!line.toString().isBlank()) {
      lines.add(line.toString().strip());
    }
    line.setLength(0);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int lines = 1 + random.nextInt(6); lines > 0; lines--) {
      for (int pieces = random.nextInt(5); pieces > 0; pieces--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
