package dev.kaniko.cli.buildkit;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the cache of a build goes. */
public sealed interface CacheTo {
  /** Into the image. */
  record Inline() implements CacheTo {}

  /** To a tag of a registry. */
  record Repository(ImageReference reference, Form form) implements CacheTo {}

  /** Into an image layout. */
  record Layout(Path directory, String tag, Form form) implements CacheTo {}

  /**
   * @param max whether the steps of all stages are in it, not only those of the image's
   * @param imageManifest whether a manifest names its layers; otherwise, an index does
   * @param ignoreError whether the build succeeds without it
   */
  record Form(boolean max, boolean imageManifest, boolean ignoreError) {}

  /**
   * @param values of {@code --cache-to}
   * @param compression of the image's layers
   * @param current what relative paths start from
   */
  static List<CacheTo> parse(List<String> values, Compression compression, Path current)
      throws BadArguments {
    List<CacheTo> all = new ArrayList<>();
    for (String value : values) {
      for (CacheAttributes attributes : CacheAttributes.parse("--cache-to", value)) {
        all.add(of(attributes, compression, current));
        attributes.requireNothingElse();
      }
    }
    return all;
  }

  private static CacheTo of(CacheAttributes attributes, Compression compression, Path current)
      throws BadArguments {
    return switch (attributes.type()) {
      case "inline" -> {
        if (isMax(attributes)) {
          throw attributes.wrong(
              "an image has only the layers of its own stages: mode=max needs type=registry or"
                  + " type=local");
        }
        yield new Inline();
      }
      case "registry" -> {
        ImageReference reference = attributes.reference();
        if (reference.digest().isPresent()) {
          throw attributes.wrong("ref has a digest: a cache is written under a tag");
        }
        yield new Repository(reference, form(attributes, compression));
      }
      case "local" ->
          new Layout(
              current.resolve(attributes.required("dest")),
              attributes.take("tag").orElse("latest"),
              form(attributes, compression));
      default -> throw attributes.unknownType("registry, inline and local");
    };
  }

  private static Form form(CacheAttributes attributes, Compression compression)
      throws BadArguments {
    if (!attributes.flag("oci-mediatypes", true)) {
      throw attributes.wrong("oci-mediatypes=false: caches are only written with OCI's types");
    }
    String own = compression.name().toLowerCase(Locale.ROOT);
    Optional<String> wanted = attributes.take("compression").filter(it -> !it.equals(own));
    if (wanted.isPresent()) {
      throw attributes.wrong(
          "compression="
              + wanted.get()
              + ": layers are cached as the image has them, by "
              + own
              + "; say --compression");
    }
    return new Form(
        isMax(attributes),
        attributes.flag("image-manifest", true),
        attributes.flag("ignore-error", false));
  }

  private static boolean isMax(CacheAttributes attributes) throws BadArguments {
    return switch (attributes.take("mode").orElse("min")) {
      case "min" -> false;
      case "max" -> true;
      default -> throw attributes.wrong("mode must be min or max");
    };
  }
}
