package dev.kaniko.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of this checkout; what a build has made is not among them. */
final class Checkout {
  private static final Set<String> LEFT_OUT = Set.of("target", ".git");

  private final Path root;
  private final Map<String, Path> sources = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  private Checkout(Path root) {
    this.root = root;
  }

  static Checkout open() {
    Checkout checkout = new Checkout(root());
    try {
      Files.walkFileTree(checkout.root, checkout.new Index());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return checkout;
  }

  /** The folder of README.md. */
  static Path root() {
    return Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize().getParent();
  }

  /** README.md, CONTRIBUTING.md and all of docs/. */
  static List<Path> documents() {
    try (Stream<Path> docs = Files.list(root().resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md").map(root()::resolve),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hasFileNamed(String name) {
    return names.contains(name);
  }

  /** Whether there is such a file or folder; a star stands for any part of one name. */
  boolean hasPath(String path) {
    Path folder = root;
    for (String step : path.split("/")) {
      Path below = folder;
      if (step.contains("*")) {
        try (Stream<Path> children = Files.list(below)) {
          Pattern pattern = Pattern.compile(step.replace(".", "\\.").replace("*", ".*"));
          return children.anyMatch(c -> pattern.matcher(c.getFileName().toString()).matches());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      folder = below.resolve(step);
      if (!Files.exists(folder)) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is such a package, in any module. */
  boolean hasPackage(String name) {
    Path folder = Path.of(name.replace('.', '/'));
    return sources.values().stream()
        .map(source -> source.getParent())
        .anyMatch(parent -> parent.endsWith(folder) || parent.toString().contains("/" + folder));
  }

  /** Whether there is such a class, {@code Outer.Nested}, or member, {@code Outer.member}. */
  boolean hasClass(String name) {
    String[] parts = name.split("\\.");
    Path source = sources.get(parts[0]);
    if (source == null) {
      return false;
    }
    String text = text(source);
    return Stream.of(parts)
        .skip(1)
        .allMatch(part -> Pattern.compile("\\b" + part + "\\b").matcher(text).find());
  }

  private static String text(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Index extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return LEFT_OUT.contains(folder.getFileName().toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      names.add(name);
      if (name.endsWith(".java")) {
        sources.put(name.substring(0, name.length() - ".java".length()), file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
