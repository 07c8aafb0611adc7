package dev.kaniko.cli.options;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code --build-context} names.
 *
 * @param meanings by name
 */
public record NamedContexts(Map<String, Meaning> meanings) {
  private static final String IMAGE = "docker-image://";
  private static final String LAYOUT = "oci-layout://";
  private static final String ARCHIVE = "docker-archive:";
  private static final Pattern LAYOUT_FORM =
      Pattern.compile("(?<place>.+?)(?:@(?<digest>[a-z0-9]+:[0-9a-f]+)|:(?<tag>[^/:@]+))?");
  private static final Pattern OTHER_KIND = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");

  /** What a name stands for. */
  public sealed interface Meaning {
    /** Files of this machine that the meaning depends on; empty for none. */
    default Optional<Path> place() {
      return Optional.empty();
    }
  }

  /** Files that the user has here. */
  public record Directory(Path directory) implements Meaning {
    @Override
    public Optional<Path> place() {
      return Optional.of(directory);
    }
  }

  /** Files from elsewhere, as of a build context. */
  public record Remote(String location) implements Meaning {}

  /** An image of a registry. */
  public record Image(ImageReference reference) implements Meaning {}

  /** Nothing. */
  public record Scratch() implements Meaning {}

  /** An image of an OCI layout. */
  public record Layout(Path directory, Optional<String> tag, Optional<Digest> digest)
      implements Meaning {
    @Override
    public Optional<Path> place() {
      return Optional.of(directory);
    }
  }

  /** An image of an archive as docker save writes it. */
  public record Archive(Path file, Optional<ImageReference> image) implements Meaning {
    @Override
    public Optional<Path> place() {
      return Optional.of(file);
    }
  }

  public NamedContexts {
    meanings = Map.copyOf(meanings);
  }

  /** Reads the flags. */
  public static NamedContexts of(List<String> flags, Path current) throws BadArguments {
    Map<String, Meaning> meanings = new TreeMap<>();
    for (String flag : flags) {
      int equals = flag.indexOf('=');
      if (equals <= 0 || equals == flag.length() - 1) {
        throw new BadArguments("--build-context needs NAME=WHAT, got " + flag);
      }
      String name = flag.substring(0, equals);
      if (name.equals("scratch") || name.equals("context")) {
        throw new BadArguments("--build-context: the name " + name + " is taken");
      }
      try {
        meanings.put(name, meaning(name, flag.substring(equals + 1), current));
      } catch (IllegalArgumentException e) {
        throw new BadArguments("--build-context " + name + ": " + e.getMessage());
      }
    }
    return new NamedContexts(meanings);
  }

  /** Files of this machine that they depend on. */
  public Stream<Path> places() {
    return meanings.values().stream().flatMap(meaning -> meaning.place().stream());
  }

  private static Meaning meaning(String name, String what, Path current) throws BadArguments {
    if (what.equals(IMAGE + "scratch")) {
      return new Scratch();
    }
    if (what.startsWith(IMAGE)) {
      return new Image(ImageReference.parse(what.substring(IMAGE.length())));
    }
    if (what.startsWith(LAYOUT)) {
      return layout(name, what.substring(LAYOUT.length()), current);
    }
    if (what.startsWith(ARCHIVE)) {
      return archive(name, what.substring(ARCHIVE.length()), current);
    }
    if (what.contains("://") || RepositoryLocation.of(what).isPresent()) {
      return new Remote(what);
    }
    Matcher other = OTHER_KIND.matcher(what);
    if (other.matches() && !Files.exists(current.resolve(what))) {
      throw new BadArguments(
          "unsupported context source "
              + other.group(1)
              + " for "
              + name
              + ": there are directories, locations as of --context, docker-image://,"
              + " oci-layout:// and docker-archive:");
    }
    return new Directory(existing(name, current.resolve(what)));
  }

  private static Layout layout(String name, String what, Path current) throws BadArguments {
    Matcher form = LAYOUT_FORM.matcher(what);
    if (!form.matches()) {
      throw new BadArguments("--build-context " + name + ": oci-layout:// names no directory");
    }
    return new Layout(
        existing(name, current.resolve(form.group("place"))),
        Optional.ofNullable(form.group("tag")),
        Optional.ofNullable(form.group("digest")).map(Digest::parse));
  }

  private static Archive archive(String name, String what, Path current) throws BadArguments {
    int colon = what.indexOf(':');
    Path file = current.resolve(colon < 0 ? what : what.substring(0, colon));
    if (!Files.isRegularFile(file)) {
      throw new BadArguments("--build-context " + name + ": " + file + " is no file");
    }
    return new Archive(
        file,
        colon < 0
            ? Optional.empty()
            : Optional.of(ImageReference.parse(what.substring(colon + 1))));
  }

  private static Path existing(String name, Path directory) throws BadArguments {
    if (!Files.isDirectory(directory)) {
      throw new BadArguments("--build-context " + name + ": " + directory + " is no directory");
    }
    return directory;
  }
}
