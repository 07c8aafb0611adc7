package dev.kaniko.e2e.difference;

import static dev.kaniko.e2e.image.Entries.entry;
import static dev.kaniko.e2e.image.Entries.file;
import static dev.kaniko.e2e.image.Entries.folder;
import static dev.kaniko.e2e.image.Entries.layer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaniko.e2e.image.FileKind;
import dev.kaniko.e2e.image.ImageSnapshot;
import dev.kaniko.e2e.image.Layer;
import dev.kaniko.e2e.image.LayerEntry;
import dev.kaniko.e2e.image.TarHeader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImageLawsTest {
  private static final String OCI =
      """
      {"mediaType": "application/vnd.oci.image.manifest.v1+json",
       "config": {"mediaType": "application/vnd.oci.image.config.v1+json"},
       "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip"}]}
      """;
  private static final String CONFIG =
      """
      {"rootfs": {"diff_ids": ["diff-of-x"]}, "history": [{}, {"empty_layer": true}]}
      """;
  private static final Layer GOOD = layer("x", folder("d"), file("d/a", "a"), file("d/.wh.b", ""));

  @Test
  void a_good_image_breaks_no_law() {
    assertThat(broken(OCI, CONFIG, GOOD)).isEmpty();
  }

  @Test
  void media_types_of_both_families_in_one_manifest_break_it() {
    String mixed = OCI.replace("oci.image.layer.v1.tar+", "docker.image.rootfs.diff.tar.");
    assertThat(broken(mixed, CONFIG, GOOD))
        .singleElement()
        .asString()
        .startsWith("law, manifest: mixes media types");
  }

  @Test
  void diff_ids_and_history_must_tell_of_the_layers_there_are() {
    assertThat(broken(OCI, CONFIG.replace("diff-of-x", "diff-of-y"), GOOD))
        .containsExactly("law, config: diff_ids are [diff-of-y], the layers' are [diff-of-x]");
    assertThat(broken(OCI, CONFIG.replace("true", "false"), GOOD))
        .containsExactly("law, history: tells of 2 layers, there are 1");
  }

  @Test
  void a_layer_of_the_builder_must_be_in_good_shape() {
    assertThat(shape(file("a", ""), file("a", "")))
        .containsExactly("law, layer 1: 'a' is there twice");
    assertThat(shape(file("d/a", "")))
        .containsExactly("law, layer 1: 'd/a' comes before its parent");
    assertThat(shape(file("a", ""), file(".wh.a", "")))
        .containsExactly("law, layer 1: '.wh.a' hides an entry of its own layer");
    assertThat(shape(file("/a", "")))
        .containsExactly("law, layer 1: '/a' is no clean relative name");
    assertThat(shape(folder(".."), file("../a", "")))
        .contains("law, layer 1: '../a' is no clean relative name");
    assertThat(shape(entry(header("d", FileKind.DIRECTORY, Map.of()))))
        .containsExactly("law, layer 1: 'd' is named unlike a DIRECTORY");
    assertThat(shape(entry(header("d/", FileKind.FILE, Map.of()))))
        .containsExactly("law, layer 1: 'd/' is named unlike a FILE");
    assertThat(shape(entry(header("d", FileKind.FILE, Map.of("trusted.overlay.opaque", "y")))))
        .containsExactly("law, layer 1: 'd' carries trusted.overlay.opaque");
  }

  @Test
  void a_layer_of_the_base_may_have_any_shape() {
    ImageSnapshot image = image(OCI, CONFIG, layer("x", file("a/b", ""), file("a/b", "")));
    assertThat(ImageLaws.broken(image, Set.of("x"))).isEmpty();
  }

  private static List<String> shape(LayerEntry... entries) {
    return broken(OCI, CONFIG, layer("x", entries));
  }

  private static List<String> broken(String manifest, String config, Layer layer) {
    return ImageLaws.broken(image(manifest, config, layer), Set.of());
  }

  private static ImageSnapshot image(String manifest, String config, Layer layer) {
    JsonMapper json = new JsonMapper();
    try {
      return ImageSnapshot.of(json.readTree(manifest), json.readTree(config), List.of(layer));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static TarHeader header(String name, FileKind kind, Map<String, String> xattrs) {
    return new TarHeader(name, kind, 0755, 0, 0, 0, 0, "", "", new TreeMap<>(xattrs));
  }
}
