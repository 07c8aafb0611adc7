package dev.kaniko.e2e.inplace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a pipeline calls the executor with, in the shape in which that kind of pipeline does.
 *
 * @param title whose it is, and what is special about it
 * @param tags that its image has afterwards
 * @param script for a shell of busybox
 */
record CommandLine(String title, SortedSet<String> tags, String script) {

  /** All in {@code src/test/pipelines}: a title, the tags and the lines of the script each. */
  static List<CommandLine> all(Path folder) throws IOException {
    List<CommandLine> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        for (String text : Files.readString(file).split("\n\n")) {
          all.add(parse(text));
        }
      }
    }
    return all;
  }

  private static CommandLine parse(String text) {
    String[] parts = text.split("\n", 3);
    if (!parts[0].startsWith("# ") || !parts[1].startsWith("=>")) {
      throw new IllegalArgumentException("neither a title nor tags: " + text);
    }
    String tags = parts[1].substring(2).strip();
    return new CommandLine(
        parts[0].substring(2),
        new TreeSet<>(tags.isEmpty() ? List.of() : Arrays.asList(tags.split(" "))),
        parts[2]);
  }
}
