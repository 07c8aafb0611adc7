package dev.kaniko.adapters.registry.document;

import dev.kaniko.adapters.registry.document.ManifestDocument.Entry;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageIndex;
import dev.kaniko.domain.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Picks the manifest of an index that runs on a platform: the same platform first, then the ones
 * that its processors run as well, the nearest first, in containerd's order.
 */
public final class PlatformChoice {
  private PlatformChoice() {}

  /**
   * The entry for {@code wanted}. An entry without a platform is taken when no other fits and there
   * is only one such.
   */
  public static Optional<Entry> choose(ImageIndex index, Platform wanted) {
    List<Entry> images = index.entries().stream().filter(Entry::leadsToImage).toList();
    for (Platform acceptable : acceptable(wanted)) {
      for (Entry entry : images) {
        if (entry.platform().equals(Optional.of(acceptable))) {
          return Optional.of(entry);
        }
      }
    }
    List<Entry> unlabelled = images.stream().filter(entry -> entry.platform().isEmpty()).toList();
    return unlabelled.size() == 1 ? Optional.of(unlabelled.getFirst()) : Optional.empty();
  }

  /** The platforms that the index has, for a message: {@code linux/amd64, linux/arm64}. */
  public static String offered(ImageIndex index) {
    TreeSet<String> names = new TreeSet<>();
    for (Entry entry : index.entries()) {
      if (entry.leadsToImage()) {
        names.add(entry.platform().map(Platform::toString).orElse("one without a platform"));
      }
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  static List<Platform> acceptable(Platform wanted) {
    List<Platform> platforms = new ArrayList<>();
    platforms.add(wanted);
    String variant = wanted.variant().orElse("");
    switch (wanted.architecture()) {
      case "amd64" -> {
        addLower(platforms, wanted.os(), "amd64", variant);
        platforms.add(Platform.of(wanted.os(), "386"));
      }
      case "arm" -> addLower(platforms, wanted.os(), "arm", variant);
      case "arm64" -> {
        addLower(platforms, wanted.os(), "arm64", variant);
        platforms.add(Platform.of(wanted.os(), "arm", "v8"));
        addLower(platforms, wanted.os(), "arm", "v8");
      }
      default -> {}
    }
    return platforms;
  }

  /** Adds the variants below {@code variant}, the highest first. */
  private static void addLower(
      List<Platform> platforms, String os, String architecture, String variant) {
    if (!variant.matches("v[0-9]")) {
      return;
    }
    int lowest =
        switch (architecture) {
          case "arm64" -> 8;
          case "arm" -> 5;
          default -> 1;
        };
    for (int lower = variant.charAt(1) - '1'; lower >= lowest; lower--) {
      platforms.add(Platform.of(os, architecture, "v" + lower));
    }
  }
}
