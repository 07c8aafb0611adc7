package dev.kaniko.e2e;

import dev.kaniko.e2e.image.ImageSnapshot;
import dev.kaniko.e2e.image.Layer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** What was seen of a case, in {@code target/e2e}, for whoever looks into a difference. */
final class CaseReport {
  private final Path file;
  private final StringBuilder text = new StringBuilder();

  CaseReport(String caseName) {
    this.file =
        Path.of(System.getProperty("basedir", "."), "target", "e2e", caseName + ".txt")
            .toAbsolutePath()
            .normalize();
  }

  Path file() {
    return file;
  }

  void add(String heading, String content) {
    text.append("== ").append(heading).append("\n\n").append(content.strip()).append("\n\n");
  }

  /** The config and every layer that is not the base's, entry by entry. */
  void add(String heading, ImageSnapshot image, Set<String> baseLayers) {
    StringBuilder lines = new StringBuilder(image.config().toPrettyString());
    for (Layer layer : image.layers()) {
      lines.append("\n\nlayer ").append(layer.digest());
      if (!baseLayers.contains(layer.digest())) {
        layer.entries().forEach(entry -> lines.append('\n').append(entry.header()));
      }
    }
    add(heading, lines.toString());
  }

  void write() {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
