package dev.kaniko.adapters.registry.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.adapters.registry.testkit.Tool;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.BuiltImage;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ImageDocuments.DescribedIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images in files, as skopeo and umoci see them. */
class ImageFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private Path blobs;
  private Path out;

  @BeforeEach
  void makeDirectories() throws IOException {
    blobs = Files.createDirectory(directory.resolve("made"));
    out = Files.createDirectory(directory.resolve("out"));
  }

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void skopeo_reads_the_archive_and_finds_the_same_image(ImageFormat format) throws Exception {
    DescribedImage image = SampleImage.of(format, blobs, 100, 70_000);
    Path file = out.resolve("image.tar");

    archive(file, "registry.example/team/app:1", "debian").write(image);

    String config = Tool.run("skopeo", "inspect", "--config", "--raw", "docker-archive:" + file);
    assertThat(config).isEqualTo(image.config());
    JsonNode inspected =
        JSON.readTree(
            Tool.run(
                "skopeo", "inspect", "docker-archive:" + file + ":registry.example/team/app:1"));
    assertThat(inspected.path("Layers").size()).isEqualTo(2);
    Tool.run("skopeo", "copy", "docker-archive:" + file, "oci:" + directory.resolve("copy") + ":x");
  }

  @Test
  void the_archive_names_its_tags_as_docker_knows_them() throws Exception {
    Path file = out.resolve("image.tar");

    archive(file, "debian", "localhost:5000/x:2").write(sample());

    assertThat(manifestOf(file).path("RepoTags"))
        .extracting(JsonNode::textValue)
        .containsExactly("docker.io/library/debian:latest", "localhost:5000/x:2");
  }

  @Test
  void a_layer_that_comes_twice_is_stored_once() throws Exception {
    ImageLayer layer = SampleImage.layer(ImageFormat.DOCKER, blobs, "twice", 500);
    Path file = out.resolve("image.tar");

    archive(file, "app").write(image(ImageFormat.DOCKER, List.of(layer, layer)));

    String name = layer.descriptor().digest().hex() + ".tar.gz";
    assertThat(manifestOf(file).path("Layers"))
        .extracting(JsonNode::textValue)
        .containsExactly(name, name);
    assertThat(Tool.run("tar", "tf", file.toString()).lines().filter(name::equals)).hasSize(1);
  }

  @Test
  void the_same_image_gives_the_same_archive() throws IOException {
    archive(out.resolve("one.tar"), "app").write(sample());
    archive(out.resolve("two.tar"), "app").write(sample());

    assertThat(out.resolve("one.tar")).hasSameBinaryContentAs(out.resolve("two.tar"));
  }

  @Test
  void an_archive_that_fails_leaves_the_older_one_and_nothing_else() throws IOException {
    Path file = Files.writeString(out.resolve("image.tar"), "older");
    DescribedImage image = sample();
    Files.delete(image.image().layers().getFirst().content().file().orElseThrow());

    assertThatThrownBy(() -> archive(file, "app").write(image))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("cannot write " + file);
    assertThat(file).hasContent("older");
    assertThat(files(out)).containsExactly("image.tar");
  }

  @Test
  void an_archive_without_a_directory_to_be_in_fails_before_the_build() {
    Path file = out.resolve("missing/image.tar");

    assertThatThrownBy(() -> archive(file, "app").check())
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("its directory is missing");
    assertThatThrownBy(() -> archive(out, "app").check())
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("is no file");
  }

  @Test
  void a_zstd_layer_has_no_place_in_an_archive() {
    ImageLayer layer = SampleImage.layer(ImageFormat.OCI, blobs, "z", 10);
    ImageLayer zstd =
        new ImageLayer(
            layer.descriptor().withMediaType(MediaTypes.OCI_LAYER_ZSTD),
            layer.diffId(),
            layer.content());

    assertThatThrownBy(
            () ->
                archive(out.resolve("image.tar"), "app")
                    .write(image(ImageFormat.OCI, List.of(zstd))))
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining("--oci-layout-path");
    assertThat(files(out)).isEmpty();
  }

  @Test
  void others_read_the_layout_and_find_the_same_image() throws Exception {
    DescribedImage image = SampleImage.of(ImageFormat.OCI, blobs, 100, 70_000);
    Path layout = out.resolve("deep/layout");

    new OciLayoutOutput(layout).write(image);

    assertThat(Tool.run("skopeo", "inspect", "--raw", "oci:" + layout)).isEqualTo(image.manifest());
    Path copy = directory.resolve("copy");
    Tool.run("skopeo", "copy", "oci:" + layout, "oci:" + copy + ":tag");
    assertThat(Tool.run("umoci", "stat", "--image", copy + ":tag", "--json")).contains("history");
    Path bundle = directory.resolve("bundle");
    Tool.run("umoci", "raw", "unpack", "--image", copy + ":tag", bundle.toString());
    assertThat(bundle.resolve("file1")).hasSize(70_000);
    assertThat(layout.resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
  }

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void an_index_is_in_the_layout_with_all_its_images_and_in_no_archive(ImageFormat format)
      throws Exception {
    DescribedIndex index = SampleImage.index(format, blobs);
    Path layout = out.resolve("layout");

    new OciLayoutOutput(layout).write(index);

    assertThat(JSON.readTree(layout.resolve("index.json").toFile()).at("/manifests/0/digest"))
        .isEqualTo(new TextNode(index.descriptor().digest().toString()));
    assertThat(files(layout.resolve("blobs/sha256"))).hasSize(3 + 2 + 2 + 1);
    assertThatThrownBy(() -> archive(out.resolve("image.tar"), "app").write(index))
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining("--oci-layout-path");
    assertThat(files(out)).containsExactly("layout");
    if (format == ImageFormat.OCI) {
      Tool.run("skopeo", "copy", "--all", "oci:" + layout, "oci:" + out.resolve("copy") + ":tag");
      assertThat(out.resolve("copy/blobs/sha256/" + index.descriptor().digest().hex()))
          .hasContent(index.document());
    }
  }

  @Test
  void the_layouts_index_is_replaced_and_whole_blobs_are_kept() throws IOException {
    Path layout = out.resolve("layout");
    DescribedImage first = sample();
    new OciLayoutOutput(layout).write(first);
    Path kept = blob(layout, first.image().layers().getFirst().descriptor());
    Object inode = Files.getAttribute(kept, "unix:ino");

    DescribedImage second = SampleImage.of(ImageFormat.OCI, blobs, 1000, 20);
    new OciLayoutOutput(layout).write(second);

    JsonNode index = JSON.readTree(layout.resolve("index.json").toFile());
    assertThat(index.path("manifests").size()).isEqualTo(1);
    assertThat(index.at("/manifests/0/digest").textValue())
        .isEqualTo(second.manifestDescriptor().digest().toString());
    assertThat(Files.getAttribute(kept, "unix:ino")).isEqualTo(inode);
    assertThat(files(layout)).containsExactlyInAnyOrder("blobs", "index.json", "oci-layout");
  }

  @Test
  void a_damaged_blob_of_the_layout_is_replaced() throws IOException {
    Path layout = out.resolve("layout");
    DescribedImage image = sample();
    new OciLayoutOutput(layout).write(image);
    Descriptor layer = image.image().layers().getFirst().descriptor();
    byte[] bytes = Files.readAllBytes(blob(layout, layer));
    bytes[3] ^= 1;
    Files.write(blob(layout, layer), bytes);

    new OciLayoutOutput(layout).write(image);

    assertThat(Digest.sha256(Files.readAllBytes(blob(layout, layer)))).isEqualTo(layer.digest());
  }

  @Test
  void links_in_the_layout_are_replaced_and_not_followed() throws IOException {
    Path layout = out.resolve("layout");
    Path canary = Files.writeString(directory.resolve("canary"), "alive");
    DescribedImage image = sample();
    Descriptor layer = image.image().layers().getFirst().descriptor();
    Files.createDirectories(layout.resolve("blobs/sha256"));
    Files.createSymbolicLink(layout.resolve("index.json"), canary);
    Files.createSymbolicLink(layout.resolve("oci-layout"), canary);
    Files.createSymbolicLink(blob(layout, layer), canary);

    new OciLayoutOutput(layout).write(image);

    assertThat(canary).hasContent("alive");
    assertThat(blob(layout, layer)).isRegularFile();
    assertThat(Files.isSymbolicLink(blob(layout, layer))).isFalse();
    assertThat(Files.isSymbolicLink(layout.resolve("index.json"))).isFalse();
  }

  @Test
  void a_blob_that_is_a_link_to_the_right_bytes_is_still_replaced() throws IOException {
    Path layout = out.resolve("layout");
    DescribedImage image = sample();
    ImageLayer layer = image.image().layers().getFirst();
    Files.createDirectories(layout.resolve("blobs/sha256"));
    Files.createSymbolicLink(
        blob(layout, layer.descriptor()), layer.content().file().orElseThrow());

    new OciLayoutOutput(layout).write(image);

    assertThat(Files.isSymbolicLink(blob(layout, layer.descriptor()))).isFalse();
  }

  @Test
  void a_layout_whose_blobs_are_elsewhere_is_refused() throws IOException {
    Path layout = Files.createDirectory(out.resolve("layout"));
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(layout.resolve("blobs"), elsewhere);

    assertThatThrownBy(() -> new OciLayoutOutput(layout).write(sample()))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("is a link");
    assertThat(files(elsewhere)).isEmpty();
    assertThat(layout.resolve("index.json")).doesNotExist();
  }

  @Test
  void a_layer_of_other_bytes_is_not_stored() throws IOException {
    Path layout = out.resolve("layout");
    DescribedImage image = sample();
    Descriptor layer = image.image().layers().getFirst().descriptor();
    Files.write(
        image.image().layers().getFirst().content().file().orElseThrow(), new byte[] {1, 2, 3});

    assertThatThrownBy(() -> new OciLayoutOutput(layout).write(image))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("has bytes whose digest is");
    assertThat(blob(layout, layer)).doesNotExist();
    assertThat(files(layout.resolve("blobs/sha256"))).isEmpty();
    assertThat(layout.resolve("index.json")).doesNotExist();
  }

  @Test
  void a_foreign_layer_is_named_in_the_layout_and_not_stored() throws IOException {
    ImageLayer layer = SampleImage.layer(ImageFormat.OCI, blobs, "foreign", 10);
    Descriptor foreign =
        new Descriptor(
            MediaTypes.OCI_FOREIGN_LAYER + "+gzip",
            layer.descriptor().digest(),
            layer.descriptor().size(),
            List.of("https://a.example/l"),
            new TreeMap<>());
    Path layout = out.resolve("layout");

    new OciLayoutOutput(layout)
        .write(
            image(
                ImageFormat.OCI,
                List.of(new ImageLayer(foreign, layer.diffId(), layer.content()))));

    assertThat(blob(layout, foreign)).doesNotExist();
    assertThat(files(layout.resolve("blobs/sha256"))).hasSize(2);
  }

  @Test
  void a_layout_that_cannot_be_made_fails_before_the_build_and_leaves_nothing() throws IOException {
    Path file = Files.writeString(out.resolve("file"), "");

    assertThatThrownBy(() -> new OciLayoutOutput(file.resolve("layout")).check())
        .isInstanceOf(EnvironmentFailure.class);
    new OciLayoutOutput(out.resolve("a/b")).check();
    assertThat(files(out)).containsExactly("file");
  }

  private JsonNode manifestOf(Path archive) throws Exception {
    return JSON.readTree(Tool.run("tar", "xOf", archive.toString(), "manifest.json")).get(0);
  }

  private static DockerArchiveOutput archive(Path file, String... tags) {
    return new DockerArchiveOutput(file, Stream.of(tags).map(ImageReference::parse).toList());
  }

  private DescribedImage sample() {
    return SampleImage.of(ImageFormat.OCI, blobs, 1000);
  }

  private static DescribedImage image(ImageFormat format, List<ImageLayer> layers) {
    ImageConfig config =
        ImageConfig.scratch(Platform.of("linux", "amd64"))
            .withDiffIds(layers.stream().map(ImageLayer::diffId).toList());
    return new JsonImageDocuments()
        .describe(new BuiltImage(format, config, layers, new TreeMap<>()));
  }

  private static Path blob(Path layout, Descriptor descriptor) {
    return layout.resolve("blobs/sha256/" + descriptor.digest().hex());
  }

  private static List<String> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
