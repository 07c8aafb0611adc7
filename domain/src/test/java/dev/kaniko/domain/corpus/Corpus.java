package dev.kaniko.domain.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cases of a resource. A case starts with a line {@code === name}; the line {@code ---} parts what
 * goes in from what must come out. A table is a resource of lines whose cells are parted by {@code
 * " | "}. Lines that start with two slashes are comments of either.
 */
public final class Corpus {
  private Corpus() {}

  /** What goes in, with its line ends, and what must come out, without the last one. */
  public record Case(String name, String input, String expected) {}

  public static List<Case> cases(String resource) {
    List<Case> cases = new ArrayList<>();
    for (String section : ("\n" + read(resource)).split("\n=== ")) {
      if (cases.isEmpty() && !section.contains("\n---\n")) {
        continue;
      }
      int nameEnd = section.indexOf('\n');
      int separator = section.indexOf("\n---\n", nameEnd - 1);
      if (separator < 0) {
        throw new IllegalStateException(resource + ": no --- in " + section);
      }
      String input = separator < nameEnd ? "" : section.substring(nameEnd + 1, separator + 1);
      String expected = section.substring(separator + 5).stripTrailing();
      cases.add(new Case(section.substring(0, nameEnd), input, expected));
    }
    return List.copyOf(cases);
  }

  public static List<List<String>> table(String resource) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : read(resource).split("\n")) {
      if (!line.isBlank() && !line.startsWith("//")) {
        rows.add(List.of(line.split(" \\| ", -1)));
      }
    }
    return List.copyOf(rows);
  }

  private static String read(String resource) {
    try (InputStream stream = Corpus.class.getResourceAsStream("/" + resource)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
