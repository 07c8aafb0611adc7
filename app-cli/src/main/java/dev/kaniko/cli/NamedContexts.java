package dev.kaniko.cli;

import dev.kaniko.application.NamedContext;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.image.ImageReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code --build-context} names.
 *
 * @param directories by name
 * @param others by name
 */
public record NamedContexts(Map<String, Path> directories, Map<String, NamedContext> others) {
  private static final String IMAGE = "docker-image://";

  /** Reads the flags. */
  public static NamedContexts of(List<String> flags, Path current) throws BadArguments {
    Map<String, Path> directories = new TreeMap<>();
    Map<String, NamedContext> others = new TreeMap<>();
    for (String flag : flags) {
      int equals = flag.indexOf('=');
      if (equals <= 0 || equals == flag.length() - 1) {
        throw new BadArguments("--build-context needs NAME=WHAT, got " + flag);
      }
      String name = flag.substring(0, equals);
      String what = flag.substring(equals + 1);
      if (name.equals("scratch") || name.equals("context")) {
        throw new BadArguments("--build-context: the name " + name + " is taken");
      }
      if (what.equals(IMAGE + "scratch")) {
        others.put(name, new NamedContext.Empty());
      } else if (what.startsWith(IMAGE)) {
        others.put(name, new NamedContext.Image(image(what.substring(IMAGE.length()))));
      } else {
        directories.put(name, directory(name, what, current));
      }
    }
    return new NamedContexts(directories, others);
  }

  private static ImageReference image(String name) throws BadArguments {
    try {
      return ImageReference.parse(name);
    } catch (IllegalArgumentException e) {
      throw new BadArguments("--build-context: " + e.getMessage());
    }
  }

  private static Path directory(String name, String what, Path current) throws BadArguments {
    boolean isElsewhere = what.contains("://") || (what.contains(":") && !what.startsWith("/"));
    if (isElsewhere) {
      throw new BadArguments(
          "--build-context "
              + name
              + ": "
              + what
              + " is not built into this version yet: there are directories and docker-image://");
    }
    Path directory = current.resolve(what);
    if (!Files.isDirectory(directory)) {
      throw new BadArguments("--build-context " + name + ": " + directory + " is no directory");
    }
    return directory;
  }
}
