package dev.kaniko.cli.buildkit;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.dockerfile.mount.CsvFields;
import dev.kaniko.domain.dockerfile.value.GoBoolean;
import dev.kaniko.domain.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The value of one flag: {@code type=registry,ref=…}.
 *
 * @param flag with its dashes
 * @param fields those that were not taken yet, by name, without the type
 */
record CacheAttributes(String flag, String type, Map<String, String> fields) {
  private static final Map<String, String> HINTS =
      Map.of(
          "compression-level", "say --compression-level, which is the image's, too",
          "force-compression", "layers are cached as the image has them",
          "registry.insecure", "say --insecure-registry",
          "timeout", "every request is tried again for a while by itself");

  /** A value without any {@code =} is a list of references. */
  static List<CacheAttributes> parse(String flag, String value) throws BadArguments {
    List<String> fields = split(flag, value);
    List<CacheAttributes> all = new ArrayList<>();
    if (fields.stream().noneMatch(it -> it.contains("="))) {
      fields.forEach(
          it -> all.add(new CacheAttributes(flag, "registry", new TreeMap<>(Map.of("ref", it)))));
      return all;
    }
    Map<String, String> byName = new TreeMap<>();
    for (String field : fields) {
      int equals = field.indexOf('=');
      if (equals <= 0) {
        throw new BadArguments(
            flag + " " + value + ": " + field + " must be of the form key=value");
      }
      String name = field.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      if (byName.put(name, field.substring(equals + 1)) != null) {
        throw new BadArguments(flag + " " + value + ": " + name + " is there twice");
      }
    }
    String type = byName.remove("type");
    if (type == null) {
      throw new BadArguments(flag + " " + value + ": needs a type: type=registry,ref=NAME");
    }
    all.add(new CacheAttributes(flag, type, byName));
    return all;
  }

  private static List<String> split(String flag, String value) throws BadArguments {
    try {
      return CsvFields.split(value);
    } catch (IllegalArgumentException e) {
      throw new BadArguments(flag + ": " + e.getMessage());
    }
  }

  Optional<String> take(String name) {
    return Optional.ofNullable(fields.remove(name)).filter(it -> !it.isEmpty());
  }

  String required(String name) throws BadArguments {
    Optional<String> value = take(name);
    if (value.isEmpty()) {
      throw wrong("needs " + name + "=");
    }
    return value.get();
  }

  boolean flag(String name, boolean usual) throws BadArguments {
    Optional<String> value = take(name);
    if (value.isEmpty()) {
      return usual;
    }
    return GoBoolean.parse(value.get()).orElseThrow(() -> wrong(name + " must be true or false"));
  }

  ImageReference reference() throws BadArguments {
    try {
      return ImageReference.parse(required("ref"));
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  /** Refuses what nobody has taken. */
  void requireNothingElse() throws BadArguments {
    if (!fields.isEmpty()) {
      String name = fields.keySet().iterator().next();
      String hint = HINTS.get(name);
      throw wrong("has no " + name + " here" + (hint == null ? "" : ": " + hint));
    }
  }

  BadArguments unknownType(String known) {
    return new BadArguments(
        flag
            + ": there is no cache of type "
            + type
            + " here, but "
            + known
            + "; or keep layers one by one with --cache and --cache-repo");
  }

  BadArguments wrong(String what) {
    return new BadArguments(flag + " type=" + type + ": " + what);
  }
}
