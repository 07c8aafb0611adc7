package dev.kaniko.adapters.registry.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A case of a corpus: a folder of files below the test resources.
 *
 * @param folder of the case; its name is the case's
 */
public record Corpus(Path folder) {

  /** The cases of a corpus, by name. */
  public static List<Corpus> cases(String corpus) {
    try (Stream<Path> folders = Files.list(resource(corpus))) {
      return folders.sorted().map(Corpus::new).toList();
    } catch (IOException e) {
      throw new AssertionError("no corpus " + corpus, e);
    }
  }

  /** The lines of a table that are neither empty nor comments. */
  public static List<String> table(String name) {
    try (Stream<String> lines = Files.lines(resource(name))) {
      return lines.filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new AssertionError("no table " + name, e);
    }
  }

  public byte[] bytes(String file) throws IOException {
    return Files.readAllBytes(folder.resolve(file));
  }

  public Optional<String> text(String file) throws IOException {
    Path path = folder.resolve(file);
    return Files.exists(path) ? Optional.of(Files.readString(path).strip()) : Optional.empty();
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }

  private static Path resource(String name) {
    URI uri;
    try {
      uri = Objects.requireNonNull(Corpus.class.getResource("/" + name), name).toURI();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
    return Path.of(uri);
  }
}
