package dev.kaniko.cli.buildkit;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A cache that is read. */
public sealed interface CacheFrom {
  /** A cache in a registry, or an image with its cache in it. */
  record Repository(ImageReference reference) implements CacheFrom {}

  /**
   * A cache in an image layout.
   *
   * @param digest of its manifest, which goes before the tag
   */
  record Layout(Path directory, String tag, Optional<Digest> digest) implements CacheFrom {}

  /**
   * @param values of {@code --cache-from}
   * @param current what relative paths start from
   */
  static List<CacheFrom> parse(List<String> values, Path current) throws BadArguments {
    List<CacheFrom> all = new ArrayList<>();
    for (String value : values) {
      for (CacheAttributes attributes : CacheAttributes.parse("--cache-from", value)) {
        all.add(of(attributes, current));
        attributes.requireNothingElse();
      }
    }
    return all;
  }

  private static CacheFrom of(CacheAttributes attributes, Path current) throws BadArguments {
    return switch (attributes.type()) {
      case "registry" -> new Repository(attributes.reference());
      case "local" ->
          new Layout(
              current.resolve(attributes.required("src")),
              attributes.take("tag").orElse("latest"),
              digest(attributes));
      case "inline" ->
          throw attributes.wrong(
              "what --cache-to type=inline has written is read by type=registry,ref=IMAGE");
      default -> throw attributes.unknownType("registry and local");
    };
  }

  private static Optional<Digest> digest(CacheAttributes attributes) throws BadArguments {
    Optional<String> text = attributes.take("digest");
    try {
      Optional<Digest> digest = text.map(Digest::parse);
      if (digest.isPresent() && !digest.get().algorithm().equals("sha256")) {
        throw attributes.wrong("digest must be a SHA-256: sha256:…");
      }
      return digest;
    } catch (IllegalArgumentException e) {
      throw attributes.wrong("digest: " + e.getMessage());
    }
  }
}
