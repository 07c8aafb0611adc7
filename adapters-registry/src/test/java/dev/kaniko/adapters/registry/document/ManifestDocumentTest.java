package dev.kaniko.adapters.registry.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.document.ManifestDocument.ImageIndex;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageManifest;
import dev.kaniko.adapters.registry.testkit.Corpus;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.registry.BuiltImage;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestDocumentTest {
  private static final Digest DIFF_ID = Digest.sha256("tar");
  private static final Digest LAYER = Digest.sha256("layer");

  static List<Corpus> refused() {
    return Corpus.cases("manifests/refused");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void a_wrong_manifest_is_refused_with_its_reason(Corpus it) throws IOException {
    byte[] json = it.bytes("input.json");
    Optional<String> contentType = it.text("content-type.txt");

    assertThatThrownBy(() -> ManifestReader.read(json, contentType, "evil:1"))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageStartingWith("evil:1: " + it.text("message.txt").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.manifest.v1+json; charset=utf-8",
        "Application/Vnd.oci.image.manifest.v1+json",
        "application/json",
        "text/plain; charset=utf-8"
      })
  void a_content_type_that_agrees_or_says_nothing_is_fine(String contentType) {
    byte[] json =
        bytes(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",%s,\"layers\":null}"
                .formatted(MediaTypes.OCI_MANIFEST, config(MediaTypes.OCI_CONFIG)));

    assertThat(ManifestReader.read(json, Optional.of(contentType), "it").mediaType())
        .isEqualTo(MediaTypes.OCI_MANIFEST);
  }

  @Test
  void without_a_type_in_it_the_type_it_was_sent_with_counts() {
    byte[] json =
        bytes("{\"schemaVersion\":2,%s,\"layers\":[]}".formatted(config(MediaTypes.DOCKER_CONFIG)));

    assertThat(ManifestReader.read(json, Optional.of(MediaTypes.DOCKER_MANIFEST), "it").mediaType())
        .isEqualTo(MediaTypes.DOCKER_MANIFEST);
    assertThat(ManifestReader.read(json, Optional.empty(), "it").mediaType())
        .isEqualTo(MediaTypes.OCI_MANIFEST);
  }

  @Test
  void fields_of_newer_specifications_do_no_harm() {
    byte[] json =
        bytes(
            """
            {"schemaVersion":2,"artifactType":"x/y","subject":{},"annotations":{"a":"b"},
             "config":{"mediaType":"%s","digest":"%s","size":2,"data":"e30=","artifactType":"q"},
             "layers":[{"mediaType":"%s","digest":"%s","size":7,"annotations":{"k":"v"},
               "urls":["https://a.example/l"]}]}\
            """
                .formatted(MediaTypes.OCI_CONFIG, DIFF_ID, MediaTypes.OCI_FOREIGN_LAYER, LAYER));

    ImageManifest manifest = (ImageManifest) ManifestReader.read(json, Optional.empty(), "it");

    assertThat(manifest.layers())
        .containsExactly(
            new Descriptor(
                MediaTypes.OCI_FOREIGN_LAYER,
                LAYER,
                7,
                List.of("https://a.example/l"),
                new TreeMap<>(Map.of("k", "v"))));
  }

  @ParameterizedTest
  @CsvSource({
    "OCI, application/vnd.docker.image.rootfs.diff.tar.gzip,"
        + " application/vnd.oci.image.layer.v1.tar+gzip",
    "OCI, application/vnd.docker.image.rootfs.diff.tar, application/vnd.oci.image.layer.v1.tar",
    "OCI, application/vnd.docker.image.rootfs.foreign.diff.tar.gzip,"
        + " application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
    "OCI, application/vnd.oci.image.layer.v1.tar+zstd,"
        + " application/vnd.oci.image.layer.v1.tar+zstd",
    "DOCKER, application/vnd.oci.image.layer.v1.tar+gzip,"
        + " application/vnd.docker.image.rootfs.diff.tar.gzip",
    "DOCKER, application/vnd.oci.image.layer.v1.tar, application/vnd.docker.image.rootfs.diff.tar",
    "DOCKER, application/vnd.oci.image.layer.nondistributable.v1.tar+gzip,"
        + " application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"
  })
  void a_manifest_never_mixes_the_families(ImageFormat format, String layerType, String expected) {
    DescribedImage image = describe(format, layerType);

    ImageManifest manifest =
        (ImageManifest) ManifestReader.read(bytes(image.manifest()), Optional.empty(), "it");
    assertThat(manifest.mediaType()).isEqualTo(MediaTypes.manifest(format));
    assertThat(manifest.config()).isEqualTo(image.configDescriptor());
    assertThat(manifest.layers()).extracting(Descriptor::mediaType).containsExactly(expected);
    assertThat(manifest.layers().getFirst().urls()).containsExactly("https://a.example/l");
    assertThat(image.image().layers().getFirst().descriptor())
        .isEqualTo(manifest.layers().getFirst());
    assertThat(image.manifestDescriptor().digest()).isEqualTo(Digest.sha256(image.manifest()));
  }

  @Test
  void a_docker_manifest_has_no_annotations_of_layers() {
    assertThat(describe(ImageFormat.DOCKER, MediaTypes.OCI_LAYER).manifest())
        .doesNotContain("annotations");
    assertThat(describe(ImageFormat.OCI, MediaTypes.OCI_LAYER).manifest())
        .contains("\"annotations\":{\"k\":\"v\"}");
  }

  @Test
  void a_zstd_layer_has_no_place_in_a_docker_image() {
    assertThatThrownBy(() -> describe(ImageFormat.DOCKER, MediaTypes.OCI_LAYER_ZSTD))
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining("zstd")
        .hasMessageContaining("write the image in the OCI format");
  }

  @Test
  void a_manifest_is_written_in_the_order_of_the_specification() {
    BuiltImage image =
        new BuiltImage(
            ImageFormat.OCI,
            ImageConfig.scratch(Platform.of("linux", "amd64")),
            List.of(),
            new TreeMap<>(Map.of("b", "1", "a", "2")));
    DescribedImage described = new JsonImageDocuments().describe(image);

    assertThat(described.config())
        .isEqualTo(
            "{\"architecture\":\"amd64\",\"config\":{},\"os\":\"linux\","
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}");
    assertThat(described.manifest())
        .isEqualTo(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d},\"layers\":[],\"annotations\":{\"a\":\"2\",\"b\":\"1\"}}"
                .formatted(
                    MediaTypes.OCI_MANIFEST,
                    MediaTypes.OCI_CONFIG,
                    Digest.sha256(described.config()),
                    described.config().length()));
  }

  static List<String> platforms() {
    return Corpus.table("platforms.txt");
  }

  @ParameterizedTest
  @MethodSource("platforms")
  void the_entry_that_runs_best_is_chosen(String row) {
    String[] columns = row.split("\\|");
    ImageIndex index = (ImageIndex) index(columns[1].strip().split("\\s+"));

    Optional<ManifestDocument.Entry> chosen =
        PlatformChoice.choose(index, Platform.parse(columns[0].strip()));

    assertThat(chosen.map(entry -> Integer.toString(index.entries().indexOf(entry))))
        .isEqualTo(Optional.of(columns[2].strip()).filter(expected -> !expected.equals("none")));
  }

  @Test
  void the_platforms_on_offer_are_named_without_attestations() {
    ImageIndex index = (ImageIndex) index("linux/arm64", "attestation", "linux/amd64", "-");

    assertThat(PlatformChoice.offered(index))
        .isEqualTo("linux/amd64, linux/arm64, one without a platform");
  }

  private static ManifestDocument index(String... entries) {
    StringBuilder json = new StringBuilder("{\"schemaVersion\":2,\"manifests\":[");
    for (int i = 0; i < entries.length; i++) {
      boolean artifact = entries[i].startsWith("artifact:");
      String[] parts = entries[i].replace("artifact:", "").split("/");
      String platform =
          switch (parts[0]) {
            case "-" -> "null";
            case "attestation" -> "{\"os\":\"unknown\",\"architecture\":\"unknown\"}";
            default ->
                "{\"os\":\"%s\",\"architecture\":\"%s\",\"variant\":\"%s\"}"
                    .formatted(parts[0], parts[1], parts.length > 2 ? parts[2] : "");
          };
      json.append(i == 0 ? "" : ",")
          .append(
              "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":%s}"
                  .formatted(
                      artifact ? "application/x-artifact" : MediaTypes.OCI_MANIFEST,
                      Digest.sha256("entry " + i),
                      i,
                      platform));
    }
    return ManifestReader.read(bytes(json + "]}"), Optional.empty(), "an index");
  }

  private static DescribedImage describe(ImageFormat format, String layerType) {
    Descriptor layer =
        new Descriptor(
            layerType, LAYER, 7, List.of("https://a.example/l"), new TreeMap<>(Map.of("k", "v")));
    ImageConfig config =
        ImageConfig.scratch(Platform.of("linux", "amd64")).withDiffIds(List.of(DIFF_ID));
    return new JsonImageDocuments()
        .describe(
            new BuiltImage(
                format, config, List.of(TestLayers.of(layer, DIFF_ID)), new TreeMap<>()));
  }

  private static String config(String type) {
    return "\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2}"
        .formatted(type, DIFF_ID);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
