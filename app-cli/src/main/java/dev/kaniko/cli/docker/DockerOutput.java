package dev.kaniko.cli.docker;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What {@code --output} says, in the executor's own flags. */
record DockerOutput(String type, Map<String, String> fields) {
  static final String NO_STORE =
      "there is no store of images here: say --push, or --output type=docker,dest=FILE";

  static DockerOutput parse(String text) throws BadArguments {
    Map<String, String> fields = new TreeMap<>();
    for (String field : text.split(",")) {
      int equals = field.indexOf('=');
      if (equals <= 0) {
        throw new BadArguments(
            "--output " + text + " would write the image's files: only images are written here");
      }
      fields.put(field.substring(0, equals), field.substring(equals + 1));
    }
    String type = Optional.ofNullable(fields.remove("type")).orElse("");
    return new DockerOutput(type, fields);
  }

  /** The flag that stands for it; empty for a push, and for an image that goes nowhere. */
  Optional<String> flag() throws BadArguments {
    return switch (type) {
      case "registry", "cacheonly" -> {
        requireNothingBut();
        yield Optional.empty();
      }
      case "image" -> {
        requireNothingBut("push");
        if (!pushes()) {
          throw new BadArguments("--output type=image without push=true: " + NO_STORE);
        }
        yield Optional.empty();
      }
      case "docker" -> {
        requireNothingBut("dest");
        yield Optional.of("--tar-path=" + destination());
      }
      case "oci" -> {
        requireNothingBut("dest", "tar");
        if (!fields.getOrDefault("tar", "true").equals("false")) {
          throw new BadArguments(
              "--output type=oci writes a directory here, not an archive: add tar=false");
        }
        yield Optional.of("--oci-layout-path=" + destination());
      }
      default ->
          throw new BadArguments(
              "--output type=" + type + ": there are registry, image, docker, oci and cacheonly");
    };
  }

  boolean pushes() {
    return type.equals("registry")
        || (type.equals("image") && fields.getOrDefault("push", "").equals("true"));
  }

  private String destination() throws BadArguments {
    String destination = fields.getOrDefault("dest", "");
    if (destination.isEmpty() || destination.equals("-")) {
      throw new BadArguments("--output type=" + type + " needs dest=, the name of a file");
    }
    return destination;
  }

  private void requireNothingBut(String... known) throws BadArguments {
    for (String name : fields.keySet()) {
      if (!List.of(known).contains(name)) {
        throw new BadArguments("--output type=" + type + " has no " + name + " here");
      }
    }
  }
}
