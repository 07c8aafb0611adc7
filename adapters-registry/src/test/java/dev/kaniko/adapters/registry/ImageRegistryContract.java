package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.adapters.registry.testkit.RegistryProcess;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ImageRegistry;
import dev.kaniko.ports.registry.ResolvedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link ImageRegistry} does, tried on a real registry. */
abstract class ImageRegistryContract {
  static final Platform AMD64 = Platform.of("linux", "amd64");

  private static RegistryProcess server;

  @TempDir Path directory;

  /** The registry under test; it may speak HTTP without TLS. */
  abstract ImageRegistry registry();

  @BeforeAll
  static void startServer() {
    server = RegistryProcess.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void an_image_comes_back_as_it_was_pushed(ImageFormat format) throws IOException {
    DescribedImage pushed = SampleImage.of(format, directory, 10, 300_000);
    ImageReference reference =
        push("roundtrip-" + (format == ImageFormat.OCI ? "oci" : "docker"), pushed);

    ResolvedImage image = registry().resolve(reference, AMD64);

    assertThat(image.format()).isEqualTo(format);
    assertThat(image.config()).isEqualTo(pushed.image().config());
    assertThat(image.manifest()).isEqualTo(pushed.manifestDescriptor());
    assertThat(image.reference())
        .isEqualTo(reference.pinnedTo(pushed.manifestDescriptor().digest()));
    assertThat(image.layers())
        .extracting(ImageLayer::descriptor)
        .isEqualTo(pushed.image().layers().stream().map(ImageLayer::descriptor).toList());
    for (ImageLayer layer : image.layers()) {
      assertThat(digestOf(layer)).isEqualTo(layer.descriptor().digest());
      assertThat(layer.content().origin()).isPresent();
    }
  }

  @Test
  void an_image_is_found_by_its_digest() {
    DescribedImage pushed = SampleImage.of(ImageFormat.OCI, directory, 11);
    ImageReference tag = push("digest", pushed);
    Descriptor manifest = pushed.manifestDescriptor();

    ImageReference pinned = ImageReference.parse(tag.name() + "@" + manifest.digest());
    ResolvedImage image = registry().resolve(pinned, AMD64);

    assertThat(image.manifest()).isEqualTo(manifest);
  }

  @Test
  void an_image_without_layers_is_an_image() {
    ImageReference reference = push("empty", SampleImage.of(ImageFormat.DOCKER, directory));

    assertThat(registry().resolve(reference, AMD64).layers()).isEmpty();
  }

  @Test
  void a_tag_that_is_not_there_is_a_failure_that_names_it() {
    ImageReference missing = ImageReference.parse(server.host() + "/nowhere:1.0");

    assertThatThrownBy(() -> registry().resolve(missing, AMD64))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining(server.host())
        .hasMessageContaining("nowhere");
  }

  @Test
  void a_layer_can_be_read_twice() throws IOException {
    ImageReference reference = push("twice", SampleImage.of(ImageFormat.OCI, directory, 5000));
    ImageLayer layer = registry().resolve(reference, AMD64).layers().getFirst();

    assertThat(digestOf(layer)).isEqualTo(digestOf(layer));
    assertThat(layer.descriptor().mediaType()).isEqualTo(MediaTypes.OCI_LAYER_GZIP);
  }

  private static Digest digestOf(ImageLayer layer) throws IOException {
    try (InputStream stream = layer.content().open()) {
      return Digest.sha256(stream.readAllBytes());
    }
  }

  private static ImageReference push(String name, DescribedImage image) {
    ImageReference reference = ImageReference.parse(server.host() + "/contract/" + name + ":1");
    try (Registries ours =
        new Registries(RegistryOptions.strict("kaniko/test"), List.of(), new RecordingListener())) {
      ours.destination(reference).write(image);
    }
    return reference;
  }
}
