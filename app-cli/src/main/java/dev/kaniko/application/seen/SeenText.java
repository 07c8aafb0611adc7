package dev.kaniko.application.seen;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import dev.kaniko.domain.filesystem.FilePath;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes seen files down: a line for each path and each listed directory, of words with a space
 * between them. What could be taken for a space, or is not ASCII, is written in hex behind a
 * percent sign.
 */
public final class SeenText {
  /** In characters; the limit of what a manifest holds is far above. */
  private static final int LONGEST = 48 << 10;

  private static final String NONE = "-";

  private SeenText() {}

  /** Empty when it is too long to be kept. */
  public static Optional<String> write(SeenFiles seen) {
    StringBuilder text = new StringBuilder();
    seen.nodes().forEach((path, node) -> line(text, words(path, node, seen)));
    seen.names()
        .forEach(
            (path, names) -> {
              List<String> words = new ArrayList<>(List.of("names", word(path.bytes())));
              names.forEach(name -> words.add(word(name)));
              line(text, words);
            });
    return text.length() > LONGEST ? Optional.empty() : Optional.of(text.toString());
  }

  private static void line(StringBuilder text, List<String> words) {
    text.append(String.join(" ", words)).append('\n');
  }

  private static List<String> words(FilePath path, Optional<FileNode> node, SeenFiles seen) {
    if (node.isEmpty()) {
      return List.of("nothing", word(path.bytes()));
    }
    List<String> words = new ArrayList<>();
    switch (node.get()) {
      case Directory _ -> words.addAll(List.of("directory", word(path.bytes())));
      case RegularFile file -> {
        words.addAll(List.of("file", word(path.bytes()), Long.toString(file.size())));
        words.add(
            seen.content(path).map(it -> Base64.getEncoder().encodeToString(it)).orElse(NONE));
      }
      case Symlink link -> words.addAll(List.of("link", word(path.bytes()), word(link.target())));
      case Special _ -> throw new IllegalArgumentException(path + " is not kept");
    }
    FileMetadata metadata = node.get().metadata();
    words.add(Integer.toOctalString(metadata.mode()));
    words.add(Long.toString(metadata.uid()));
    words.add(Long.toString(metadata.gid()));
    Instant modified = metadata.modified();
    words.addAll(
        List.of(Long.toString(modified.getEpochSecond()), Integer.toString(modified.getNano())));
    metadata.xattrs().forEach((name, value) -> words.addAll(List.of(word(name), word(value))));
    return words;
  }

  /**
   * @throws IllegalArgumentException for a text that says no such thing
   */
  public static SeenFiles parse(String text) {
    SeenFiles seen = new SeenFiles();
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("too long a note of files");
    }
    try {
      text.lines().forEach(line -> take(Arrays.asList(line.split(" ", -1)), seen));
    } catch (IndexOutOfBoundsException | DateTimeException e) {
      throw new IllegalArgumentException("no note of files", e);
    }
    return seen;
  }

  private static void take(List<String> words, SeenFiles seen) {
    FilePath path = FilePath.of(bytes(words.get(1)));
    List<String> more = words.subList(2, words.size());
    switch (words.get(0)) {
      case "nothing" -> seen.note(path, Optional.empty());
      case "names" -> seen.list(path, more.stream().map(SeenText::bytes).toList());
      case "directory" -> seen.note(path, Optional.of(new Directory(metadata(more))));
      case "link" ->
          seen.note(
              path,
              Optional.of(new Symlink(metadata(more.subList(1, more.size())), bytes(more.get(0)))));
      case "file" -> {
        RegularFile file = file(more);
        seen.note(path, Optional.of(file));
        if (!more.get(1).equals(NONE)) {
          byte[] content = Base64.getDecoder().decode(more.get(1));
          if (content.length != file.size()) {
            throw new IllegalArgumentException("another size than " + path + " has");
          }
          seen.content(path, content);
        }
      }
      default -> throw new IllegalArgumentException("no note of files");
    }
  }

  private static RegularFile file(List<String> words) {
    return new RegularFile(
        metadata(words.subList(2, words.size())),
        Long.parseLong(words.get(0)),
        FileContent.of(new byte[0]),
        Optional.empty());
  }

  private static FileMetadata metadata(List<String> words) {
    Map<String, String> xattrs = new TreeMap<>();
    for (int i = 5; i < words.size(); i += 2) {
      xattrs.put(bytes(words.get(i)), bytes(words.get(i + 1)));
    }
    return new FileMetadata(
            Integer.parseInt(words.get(0), 8),
            Long.parseLong(words.get(1)),
            Long.parseLong(words.get(2)),
            Instant.ofEpochSecond(Long.parseLong(words.get(3)), Integer.parseInt(words.get(4))))
        .withXattrs(xattrs);
  }

  private static String word(String bytes) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      if (c > ' ' && c <= '~' && c != '%') {
        word.append(c);
      } else {
        word.append('%').append(Character.forDigit(c >> 4 & 0xF, 16));
        word.append(Character.forDigit(c & 0xF, 16));
      }
    }
    return word.toString();
  }

  private static String bytes(String word) {
    StringBuilder bytes = new StringBuilder();
    byte[] ascii = word.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < ascii.length; i++) {
      if (ascii[i] == '%') {
        bytes.append((char) Integer.parseInt(word.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.append((char) ascii[i]);
      }
    }
    return bytes.toString();
  }
}
