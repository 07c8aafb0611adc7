package dev.kaniko.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The parts of a Markdown document that name things: its fenced blocks and its code spans.
 *
 * @param name for messages
 */
record MarkdownFile(String name, List<Fence> fences, List<Span> spans) {
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

  /**
   * A fenced block.
   *
   * @param language the word behind the opening fence; empty when there is none
   * @param section how many second-level headings stand above it
   * @param line of the opening fence, the first line being 1
   */
  record Fence(String language, String text, int section, int line) {}

  /** Code inside a sentence. */
  record Span(String code, int line) {}

  static MarkdownFile read(Path file) {
    try {
      return parse(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MarkdownFile parse(String name, String text) {
    List<Fence> fences = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    List<String> lines = text.lines().toList();
    int section = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
        if (end == i) {
          throw new IllegalArgumentException(name + ":" + (i + 1) + ": this block has no end");
        }
        String block = String.join("\n", lines.subList(i + 1, end)) + "\n";
        fences.add(new Fence(line.substring(3).strip(), block, section, i + 1));
        i = end;
        continue;
      }
      section += line.startsWith("## ") ? 1 : 0;
      int number = i + 1;
      SPAN.matcher(line).results().forEach(span -> spans.add(new Span(span.group(1), number)));
    }
    return new MarkdownFile(name, List.copyOf(fences), List.copyOf(spans));
  }
}
