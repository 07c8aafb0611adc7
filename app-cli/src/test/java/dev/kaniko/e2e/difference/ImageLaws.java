package dev.kaniko.e2e.difference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaniko.e2e.image.FileKind;
import dev.kaniko.e2e.image.ImageSnapshot;
import dev.kaniko.e2e.image.Layer;
import dev.kaniko.e2e.image.LayerEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must hold for every image, whatever it is compared with.
 *
 * @see <a href="https://github.com/opencontainers/image-spec">OCI image spec</a>
 */
public final class ImageLaws {

  private ImageLaws() {}

  /**
   * One line for each broken law.
   *
   * @param baseLayers digests of layers that came with the base: their shape is not the builder's
   */
  public static List<String> broken(ImageSnapshot image, Set<String> baseLayers) {
    List<String> lines = new ArrayList<>();
    lines.addAll(families(image.manifest()));
    lines.addAll(layersAndHistory(image));
    for (Layer layer : image.layers()) {
      if (!baseLayers.contains(layer.digest())) {
        lines.addAll(shape("law, layer " + (image.layers().indexOf(layer) + 1), layer));
      }
    }
    return List.copyOf(lines);
  }

  /** Docker's media types and OCI's are never mixed in one manifest. */
  private static List<String> families(JsonNode manifest) {
    Set<String> families = new HashSet<>();
    families.add(family(manifest.path("mediaType").asText()));
    families.add(family(manifest.path("config").path("mediaType").asText()));
    manifest
        .path("layers")
        .forEach(layer -> families.add(family(layer.path("mediaType").asText())));
    return families.size() == 1
        ? List.of()
        : List.of("law, manifest: mixes media types: " + manifest);
  }

  private static String family(String mediaType) {
    return mediaType.startsWith("application/vnd.oci.")
        ? "oci"
        : mediaType.startsWith("application/vnd.docker.") ? "docker" : "'" + mediaType + "'";
  }

  private static List<String> layersAndHistory(ImageSnapshot image) {
    List<String> lines = new ArrayList<>();
    List<String> declared = new ArrayList<>();
    image.config().path("rootfs").path("diff_ids").forEach(id -> declared.add(id.asText()));
    List<String> actual = image.layers().stream().map(Layer::diffId).toList();
    if (!declared.equals(actual)) {
      lines.add("law, config: diff_ids are %s, the layers' are %s".formatted(declared, actual));
    }
    int told = 0;
    for (JsonNode entry : image.config().path("history")) {
      told += entry.path("empty_layer").asBoolean() ? 0 : 1;
    }
    if (told != actual.size()) {
      lines.add("law, history: tells of %d layers, there are %d".formatted(told, actual.size()));
    }
    return lines;
  }

  private static List<String> shape(String where, Layer layer) {
    List<String> lines = new ArrayList<>();
    Set<String> before = new HashSet<>();
    for (LayerEntry entry : layer.entries()) {
      String name = "%s: '%s' ".formatted(where, Names.shown(entry.header().name()));
      place(entry, before).forEach(fault -> lines.add(name + fault));
      form(entry).forEach(fault -> lines.add(name + fault));
      before.add(entry.path());
    }
    return lines;
  }

  /** Faults of an entry after those that stand before it. */
  private static List<String> place(LayerEntry entry, Set<String> before) {
    List<String> faults = new ArrayList<>();
    String path = entry.path();
    if (before.contains(path)) {
      faults.add("is there twice");
    }
    int slash = path.lastIndexOf('/');
    if (slash > 0 && !before.contains(path.substring(0, slash))) {
      faults.add("comes before its parent");
    }
    if (entry.isWhiteout() && before.contains(entry.removed())) {
      faults.add("hides an entry of its own layer");
    }
    return faults;
  }

  /** Faults of an entry by itself. */
  private static List<String> form(LayerEntry entry) {
    List<String> faults = new ArrayList<>();
    String name = entry.header().name();
    if (name.startsWith("/") || List.of(name.split("/")).contains("..")) {
      faults.add("is no clean relative name");
    }
    if (name.endsWith("/") != (entry.header().kind() == FileKind.DIRECTORY)) {
      faults.add("is named unlike a " + entry.header().kind());
    }
    for (String xattr : entry.header().xattrs().keySet()) {
      if (xattr.contains(".overlay.")) {
        faults.add("carries " + xattr);
      }
    }
    return faults;
  }
}
