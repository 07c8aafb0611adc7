package dev.kaniko.domain.image;

import dev.kaniko.domain.image.Annotation.Target;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The annotations of a build; of two with the same key on the same document, the later counts. */
public record Annotations(List<Annotation> all) {
  public static final Annotations NONE = new Annotations(List.of());

  public Annotations {
    all = List.copyOf(all);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Those of an index, or of its descriptor. */
  public SortedMap<String, String> of(Target target) {
    SortedMap<String, String> annotations = new TreeMap<>();
    all.stream()
        .filter(it -> it.target() == target && it.platform().isEmpty())
        .forEach(it -> annotations.put(it.key(), it.value()));
    return annotations;
  }

  /** Those of one platform's image, or of its descriptor. */
  public SortedMap<String, String> of(Target target, Platform platform) {
    SortedMap<String, String> annotations = of(target);
    all.stream()
        .filter(it -> it.target() == target && it.platform().filter(platform::equals).isPresent())
        .forEach(it -> annotations.put(it.key(), it.value()));
    return annotations;
  }
}
