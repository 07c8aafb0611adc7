package dev.kaniko.adapters.registry.options;

import dev.kaniko.domain.image.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Other registries to pull from in the place of one ({@code --registry-map}, {@code
 * --registry-mirror}). Pushes are never redirected.
 *
 * @param mirrors by registry, in the order in which they are tried: {@code host[:port][/prefix]}
 * @param fallBack whether the registry itself is tried when no mirror has the image
 */
public record RegistryMap(Map<String, List<String>> mirrors, boolean fallBack) {
  private static final ImageReference SAMPLE = ImageReference.parse("registry.invalid/x");

  public static final RegistryMap NONE = new RegistryMap(Map.of(), true);

  /**
   * @throws IllegalArgumentException with a sentence for the user when a mirror's name is malformed
   */
  public RegistryMap {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    mirrors.forEach((registry, list) -> copy.put(registry, List.copyOf(list)));
    mirrors = Map.copyOf(copy);
    mirrors.values().forEach(list -> list.forEach(mirror -> at(mirror, SAMPLE)));
  }

  /** Where to look for {@code reference}, in order. */
  public List<ImageReference> candidates(ImageReference reference) {
    List<String> others = mirrors.getOrDefault(reference.registry(), List.of());
    List<ImageReference> candidates = new ArrayList<>();
    for (String mirror : others) {
      candidates.add(at(mirror, reference));
    }
    if (others.isEmpty() || fallBack) {
      candidates.add(reference);
    }
    return candidates;
  }

  private static ImageReference at(String mirror, ImageReference reference) {
    int slash = mirror.indexOf('/');
    String host = slash < 0 ? mirror : mirror.substring(0, slash);
    String prefix = slash < 0 ? "" : mirror.substring(slash + 1) + "/";
    String repository = prefix + reference.repository();
    // The grammar is checked with a host that is one beyond doubt.
    ImageReference.parse("registry.invalid/" + repository);
    return new ImageReference(
        RegistryOptions.registryName(host), repository, reference.tag(), reference.digest());
  }
}
