package dev.kaniko.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PluginExamplesTest {
  private static final Path EXAMPLES = Checkout.root().resolve("plugins/examples");

  @Test
  void the_guide_prints_the_examples_as_they_are() throws IOException {
    List<String> printed =
        MarkdownFile.read(Checkout.root().resolve("docs/plugins.md")).fences().stream()
            .filter(fence -> List.of("xml", "java").contains(fence.language()))
            .map(fence -> fence.text().strip())
            .toList();
    assertThat(printed).hasSize(4).hasSameElementsAs(sources());
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      List<String> contents = new ArrayList<>();
      for (Path file : files.filter(PluginExamplesTest::isSource).toList()) {
        contents.add(Files.readString(file).strip());
      }
      return contents;
    }
  }

  private static boolean isSource(Path file) {
    return Files.isRegularFile(file) && !EXAMPLES.relativize(file).toString().contains("target/");
  }
}
