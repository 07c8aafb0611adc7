package dev.kaniko.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All sources are as google-java-format writes them. */
class FormatTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  @Test
  void every_source_is_formatted() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).hasSizeGreaterThan(100);
    List<Path> others = sources.parallelStream().filter(file -> !isFormatted(read(file))).toList();
    assertThat(others).as("not as google-java-format writes them").isEmpty();
  }

  @Test
  void a_source_that_is_not_formatted_is_noticed() {
    assertThat(isFormatted("class A {\n  int a;\n}\n")).isTrue();
    assertThat(isFormatted("class A {\n   int a;\n}\n")).isFalse();
    assertThat(isFormatted("import java.util.List;\n\nclass A {}\n")).isFalse();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(REPOSITORY)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !REPOSITORY.relativize(file).toString().contains("target/"))
          .sorted()
          .toList();
    }
  }

  private static boolean isFormatted(String source) {
    try {
      return new Formatter().formatSourceAndFixImports(source).equals(source);
    } catch (FormatterException e) {
      throw new AssertionError("not Java: " + source, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
