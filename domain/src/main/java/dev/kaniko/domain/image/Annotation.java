package dev.kaniko.domain.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A key and a value that a document of an image gets.
 *
 * @param platform of the only image that gets it; empty for all of them
 */
public record Annotation(Target target, Optional<Platform> platform, String key, String value) {
  private static final Pattern TARGET = Pattern.compile("([a-z-]+)(?:\\[([^\\]]*)\\])?");

  /** What carries it. */
  public enum Target {
    MANIFEST("manifest"),
    /** What the index, or the layout's own, says of a manifest. */
    MANIFEST_DESCRIPTOR("manifest-descriptor"),
    INDEX("index"),
    /** What the layout's own index says of the index. */
    INDEX_DESCRIPTOR("index-descriptor");

    private final String word;

    Target(String word) {
      this.word = word;
    }

    public boolean isOfIndex() {
      return this == INDEX || this == INDEX_DESCRIPTOR;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * Reads {@code [TARGET[PLATFORM],…:]KEY=VALUE}, as docker buildx does; without a target the
   * manifest is meant.
   *
   * @return one for each target
   * @throws IllegalArgumentException for anything else
   */
  public static List<Annotation> parse(String text) {
    int equals = text.indexOf('=');
    String left = equals < 0 ? "" : text.substring(0, equals);
    int colon = left.indexOf(':');
    String key = left.substring(colon + 1);
    if (key.isEmpty()) {
      throw new IllegalArgumentException("annotations must be of the form key=value, got " + text);
    }
    String value = text.substring(equals + 1);
    if (colon < 0) {
      return List.of(new Annotation(Target.MANIFEST, Optional.empty(), key, value));
    }
    List<Annotation> annotations = new ArrayList<>();
    for (String target : left.substring(0, colon).split(",", -1)) {
      annotations.add(of(target, key, value));
    }
    return annotations;
  }

  private static Annotation of(String text, String key, String value) {
    Matcher matcher = TARGET.matcher(text);
    Optional<Target> target =
        Stream.of(Target.values())
            .filter(it -> matcher.matches() && it.word.equals(matcher.group(1)))
            .findFirst();
    if (target.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown annotation type \""
              + text
              + "\": there are "
              + Stream.of(Target.values()).map(Target::toString).collect(Collectors.joining(", "))
              + "; a key with a colon is written manifest:KEY");
    }
    Optional<Platform> platform = Optional.ofNullable(matcher.group(2)).map(Platform::parse);
    if (platform.isPresent() && target.get().isOfIndex()) {
      throw new IllegalArgumentException("\"" + text + "\": an index is of all platforms");
    }
    return new Annotation(target.get(), platform, key, value);
  }
}
