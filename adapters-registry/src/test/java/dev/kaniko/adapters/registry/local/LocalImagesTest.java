package dev.kaniko.adapters.registry.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayeredTree;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ResolvedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Layouts and archives whose files are written by hand. */
class LocalImagesTest {
  private static final Platform PLATFORM = Platform.of("linux", "amd64");
  private static final byte[] LAYER = bytes("a tar of files");

  private final List<LayerEntry> files = new ArrayList<>();
  private Digest manifest;

  @BeforeEach
  void makeLayout() {
    Digest layer = blob(LAYER);
    Digest config = blob(bytes(config("[\"" + layer + "\"]")));
    manifest =
        blob(
            bytes(
                """
                {"schemaVersion": 2,
                 "config": {"mediaType": "application/vnd.oci.image.config.v1+json",
                   "digest": "%s", "size": %d},
                 "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar",
                   "digest": "%s", "size": %d}]}
                """
                    .formatted(
                        config, config("[\"" + layer + "\"]").length(), layer, LAYER.length)));
    file("/oci-layout", bytes("{\"imageLayoutVersion\":\"1.0.0\"}"));
    index(entry(manifest, ""));
  }

  @Test
  void the_only_image_of_a_layout_is_found_without_a_name() throws IOException {
    ResolvedImage image = layout(Optional.empty(), Optional.empty());
    assertThat(image.manifest().digest()).isEqualTo(manifest);
    assertThat(image.config().config().user()).isEqualTo("seven");
    assertThat(content(image.layers().getFirst())).isEqualTo(LAYER);
  }

  @Test
  void an_image_of_several_is_found_by_tag_or_by_digest() {
    Digest other = blob(bytes("{}"));
    index(entry(other, annotated("other")) + "," + entry(manifest, annotated("latest")));
    for (Optional<String> tag : List.of(Optional.<String>empty(), Optional.of("latest"))) {
      assertThat(layout(tag, Optional.empty()).manifest().digest()).isEqualTo(manifest);
    }
    assertThat(layout(Optional.of("other"), Optional.of(manifest)).manifest().digest())
        .isEqualTo(manifest);
    assertThatThrownBy(() -> layout(Optional.of("gone"), Optional.empty()))
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining("here has no image gone");
  }

  @Test
  void an_index_inside_the_index_is_looked_into_for_the_platform() {
    String foreign = ", \"platform\": {\"os\": \"linux\", \"architecture\": \"s390x\"}";
    String own = ", \"platform\": {\"os\": \"linux\", \"architecture\": \"amd64\"}";
    byte[] inner =
        bytes(
            "{\"schemaVersion\": 2, \"manifests\": ["
                + entry(blob(bytes("{}")), foreign)
                + ","
                + entry(manifest, own)
                + "]}");
    index(entry(blob(inner), "").replace("manifest.v1", "index.v1"));
    assertThat(layout(Optional.empty(), Optional.empty()).manifest().digest()).isEqualTo(manifest);
  }

  @Test
  void bytes_that_are_not_what_a_digest_says_are_refused() {
    file(path(Digest.sha256(LAYER)), bytes("a tar of others"));
    ImageLayer layer = layout(Optional.empty(), Optional.empty()).layers().getFirst();
    assertThatThrownBy(() -> content(layer)).isInstanceOf(Exception.class);
    file(path(manifest), bytes("{}"));
    assertThatThrownBy(() -> layout(Optional.empty(), Optional.empty()))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("other bytes than its digest says");
  }

  @Test
  void a_blob_that_is_a_link_out_of_the_layout_is_not_there() {
    files.add(
        new LayerEntry.Present(
            FilePath.of(path(manifest)),
            new FileNode.Symlink(metadata(), "../../../../../../../etc/passwd")));
    assertThatThrownBy(() -> layout(Optional.empty(), Optional.empty()))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("names blobs/sha256/" + manifest.hex());
  }

  @Test
  void a_directory_that_is_no_layout_is_told() {
    files.clear();
    assertThatThrownBy(() -> layout(Optional.empty(), Optional.empty()))
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining("here is no OCI layout");
    assertThatThrownBy(() -> archive(Optional.empty()))
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining("here is no archive of docker save: it has no manifest.json");
  }

  @Test
  void an_archive_has_plain_layers_and_packed_ones() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(LAYER);
    }
    Digest diffId = Digest.sha256(LAYER);
    file("/plain/layer.tar", LAYER);
    file("/packed.tar.gz", packed.toByteArray());
    file("/config.json", bytes(config("[\"" + diffId + "\",\"" + diffId + "\"]")));
    file(
        "/manifest.json",
        bytes(
            """
            [{"Config": "config.json", "RepoTags": ["a:1", "not a tag"],
              "Layers": ["plain/layer.tar", "packed.tar.gz"]}]
            """));
    ResolvedImage image = archive(Optional.of(ImageReference.parse("docker.io/library/a:1")));
    assertThat(archive(Optional.empty()).manifest()).isEqualTo(image.manifest());
    assertThat(content(image.layers().getFirst())).isEqualTo(LAYER);
    assertThat(image.layers().getFirst().descriptor().digest()).isEqualTo(diffId);
    assertThat(content(image.layers().getLast())).isEqualTo(packed.toByteArray());
    assertThat(image.layers().getLast().descriptor().mediaType()).endsWith(".tar.gzip");
    assertThatThrownBy(() -> archive(Optional.of(ImageReference.parse("a:2"))))
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining("here has no image");
  }

  private ResolvedImage layout(Optional<String> tag, Optional<Digest> digest) {
    return new OciLayoutImage(tree(), "here", tag, digest).resolve(PLATFORM);
  }

  private ResolvedImage archive(Optional<ImageReference> name) {
    return new DockerArchiveImage(tree(), "here", name).resolve(PLATFORM);
  }

  private static byte[] content(ImageLayer layer) throws IOException {
    try (InputStream stream = layer.content().open()) {
      return stream.readAllBytes();
    }
  }

  private static String config(String diffIds) {
    return """
    {"os": "linux", "architecture": "amd64", "config": {"User": "seven"},
     "rootfs": {"type": "layers", "diff_ids": %s}}
    """
        .formatted(diffIds);
  }

  private static String entry(Digest digest, String more) {
    return """
    {"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "%s", "size": 2%s}
    """
        .formatted(digest, more);
  }

  private static String annotated(String name) {
    return ", \"annotations\": {\"org.opencontainers.image.ref.name\": \"" + name + "\"}";
  }

  private void index(String entries) {
    file("/index.json", bytes("{\"schemaVersion\": 2, \"manifests\": [" + entries + "]}"));
  }

  private Digest blob(byte[] content) {
    Digest digest = Digest.sha256(content);
    file(path(digest), content);
    return digest;
  }

  private static String path(Digest digest) {
    return "/blobs/sha256/" + digest.hex();
  }

  private void file(String path, byte[] content) {
    files.add(
        new LayerEntry.Present(
            FilePath.of(path),
            new FileNode.RegularFile(
                metadata(), content.length, FileContent.of(content), Optional.empty())));
  }

  private static FileMetadata metadata() {
    return FileMetadata.ofRoot(0644, Instant.EPOCH);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private FileTree tree() {
    LayeredTree tree = new LayeredTree(new Nothing(), List.of());
    for (String directory : List.of("/blobs", "/blobs/sha256", "/plain")) {
      tree.put(FilePath.of(directory), new FileNode.Directory(metadata()));
    }
    for (LayerEntry entry : files) {
      if (entry instanceof LayerEntry.Present(FilePath path, FileNode node)) {
        tree.put(path, node);
      }
    }
    return tree;
  }

  private record Nothing() implements FileTree {
    @Override
    public Optional<FileNode> lookup(FilePath path) {
      return path.isRoot() ? Optional.of(new FileNode.Directory(metadata())) : Optional.empty();
    }

    @Override
    public SortedMap<String, FileNode> children(FilePath path) {
      return new TreeMap<>();
    }
  }
}
