package dev.kaniko.application.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The longest Dockerfiles that the limits of the language allow: nearly a hundred thousand
 * instructions, or nearly ten MiB of text. As a program it writes them, or as many with fewer
 * lines, to a directory, where {@code app-cli/src/bench/long-dockerfiles} lets the executor check
 * and plan them.
 */
final class LongDockerfiles {
  /** Just below the limits: 100 000 instructions and 10 MiB. */
  private static final int INSTRUCTIONS = 99_000;

  private static final int CHARS = 10_000_000;

  /** Of each shape, by how many instructions a stage has. */
  private static final int VARIANTS = 10;

  private LongDockerfiles() {}

  /** Writes line {@code i} of a stage; what it writes may be several physical lines. */
  private interface Shape {
    String line(int i, int stage);
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    int lines = arguments.length > 1 ? Integer.parseInt(arguments[1]) : Integer.MAX_VALUE;
    for (Map.Entry<String, String> file : all(INSTRUCTIONS, lines, CHARS).entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
  }

  private static Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("run", (i, _) -> "RUN echo " + i + " > /file" + i + " && rm -f /tmp/x");
    shapes.put("env", (i, _) -> "ENV V" + i + "=\"${V" + (i - 1) + ":+none}x\" W=$PATH");
    shapes.put("copy", (i, s) -> "COPY --chown=0:0 " + from(i, s) + "dir/file" + i + " /d/");
    shapes.put("label", (i, _) -> "LABEL a" + i + "=1 \"b." + i + "\"='two words' c=\"x y\"");
    shapes.put("arg", (i, _) -> "ARG A" + i + "=${PATH%:*}/" + i);
    shapes.put(
        "heredoc", (i, _) -> "RUN <<EOF\n" + "echo some line of a script\n".repeat(40) + "EOF");
    shapes.put("continued", (i, _) -> "RUN a" + " \\\n  && next --with an --argument".repeat(60));
    shapes.put("undefined", (i, _) -> "WORKDIR /$NOT" + i + "/x");
    shapes.put("repeated", (i, _) -> "CMD run " + i);
    shapes.put("mixed", LongDockerfiles::mixed);
    return shapes;
  }

  private static String from(int i, int stage) {
    return stage > 0 && i % 3 == 0 ? "--from=s" + (stage - 1) + " " : "";
  }

  private static String mixed(int i, int stage) {
    return switch (i % 6) {
      case 0 -> "# about what follows\nENV P=/opt/" + i + ":$PATH";
      case 1 -> "RUN --mount=type=cache,target=/c \\\n  make all && \\\n\n  make install";
      case 2 -> "COPY " + from(i, stage) + "a b c /there/";
      case 3 -> "expose 80/TCP";
      case 4 -> "ADD --exclude=*.txt src /x";
      default -> "USER u" + i;
    };
  }

  /**
   * All of them by their names.
   *
   * @param instructions at most
   * @param lines at most, but for the last instruction
   * @param chars at most, but for the last instruction
   */
  static Map<String, String> all(int instructions, int lines, int chars) {
    Map<String, String> files = new LinkedHashMap<>();
    shapes()
        .forEach(
            (name, shape) -> {
              int perStage = 1;
              for (int variant = 0; variant < VARIANTS; variant++) {
                files.put(name + "-" + perStage, text(shape, perStage, instructions, lines, chars));
                perStage *= 3;
              }
            });
    return files;
  }

  private static String text(Shape shape, int perStage, int instructions, int lines, int chars) {
    StringBuilder text = new StringBuilder("ARG TAG=1\nFROM scratch AS s0\n");
    int stage = 0;
    long written = 2;
    for (int i = 2; i < instructions && written < lines && text.length() < chars; i++) {
      String instruction;
      if (i % (perStage + 1) == 0) {
        instruction = "FROM s" + stage + " AS s" + (stage + 1);
        stage++;
      } else {
        instruction = shape.line(i, stage);
      }
      text.append(instruction).append('\n');
      written += instruction.lines().count();
    }
    return text.toString();
  }
}
