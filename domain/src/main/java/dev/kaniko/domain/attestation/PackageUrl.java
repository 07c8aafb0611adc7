package dev.kaniko.domain.attestation;

import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes package URLs. Spec: github.com/package-url/purl-spec. */
public final class PackageUrl {
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_~:";

  private PackageUrl() {}

  /**
   * @param path namespace and name, with slashes between them
   * @param qualifiers those without a value are left out
   */
  public static String of(
      String type, String path, String version, SortedMap<String, String> qualifiers) {
    String query =
        qualifiers.entrySet().stream()
            .filter(it -> !it.getValue().isEmpty())
            .map(it -> it.getKey() + "=" + encoded(it.getValue()))
            .collect(Collectors.joining("&"));
    return "pkg:"
        + type
        + "/"
        + Stream.of(path.split("/")).map(PackageUrl::encoded).collect(Collectors.joining("/"))
        + (version.isEmpty() ? "" : "@" + encoded(version))
        + (query.isEmpty() ? "" : "?" + query);
  }

  /** Of an image, as BuildKit writes it. */
  public static String of(ImageReference image, Platform platform) {
    String registry =
        image.registry().equals(ImageReference.DOCKER_HUB) ? "" : image.registry() + "/";
    String repository =
        registry.isEmpty() && image.repository().startsWith("library/")
            ? image.repository().substring("library/".length())
            : image.repository();
    String version = image.tag().or(() -> image.digest().map(Object::toString)).orElse("");
    return of(
        "docker",
        registry + repository,
        version,
        new TreeMap<>(Map.of("platform", platform.toString())));
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (PLAIN.indexOf(octet) >= 0) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append("%02X".formatted(octet));
      }
    }
    return encoded.toString();
  }
}
