package dev.kaniko.adapters.rootfs.layer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.decompression.MalformedStream;
import dev.kaniko.adapters.rootfs.tar.HandmadeTar;
import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.adapters.rootfs.tar.Tool;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.Blob;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.layer.VerifiedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTarsTest {
  private static final byte[] TAR =
      new HandmadeTar().file("a", "content of a").file("b", "x".repeat(100_000)).toBytes();

  /** Bytes somewhere, of which others have been promised. */
  private record PromisedBlob(FileContent bytes, Descriptor descriptor) implements Blob {
    @Override
    public InputStream open() throws IOException {
      return new VerifiedInputStream(bytes.open(), descriptor.digest(), descriptor.size());
    }

    @Override
    public Optional<Path> file() {
      return Optional.empty();
    }

    @Override
    public Optional<ImageReference> origin() {
      return Optional.empty();
    }
  }

  private static ImageLayer layer(byte[] blob, byte[] promised, byte[] tar) {
    Descriptor descriptor = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, promised);
    return new ImageLayer(
        descriptor, Digest.sha256(tar), new PromisedBlob(FileContent.of(blob), descriptor));
  }

  private static byte[] packed(String tool, byte[] bytes) {
    return Tool.output(Path.of("."), tool, bytes);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  private static TarReader open(ImageLayer layer) throws IOException {
    LayerTars tars = LayerTars.generous();
    InputStream tar = tars.uncompressed(layer.content().open());
    return tars.entries(
        new VerifiedInputStream(tar, layer.diffId(), OptionalLong.empty(), "the diffID"));
  }

  private static List<String> names(ImageLayer layer) throws IOException {
    List<String> names = new ArrayList<>();
    try (TarReader tar = open(layer)) {
      for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
        names.add(entry.get().name());
      }
    }
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "xz", "bzip2", "cat"})
  void a_layer_is_unpacked_by_what_it_is_whatever_its_media_type(String tool) throws IOException {
    byte[] blob = packed(tool, TAR);
    assertThat(names(layer(blob, blob, TAR))).containsExactly("a", "b");
  }

  @Test
  void bytes_after_the_end_of_tar_and_gzip_belong_to_the_digests() throws IOException {
    byte[] longTar = joined(TAR, new byte[10_000]);
    byte[] blob = joined(packed("gzip", longTar), "trailing".getBytes(US_ASCII));
    assertThat(names(layer(blob, blob, longTar))).containsExactly("a", "b");

    byte[] other = blob.clone();
    other[other.length - 1] ^= 1;
    assertRefused(layer(other, blob, longTar), UnsafeContentFailure.class, "sha256:");
    byte[] otherTar = longTar.clone();
    otherTar[otherTar.length - 1] ^= 1;
    assertRefused(layer(blob, blob, otherTar), UnsafeContentFailure.class, "the diffID: ");
  }

  private static void assertRefused(
      ImageLayer layer, Class<? extends Exception> type, String message) {
    assertThatThrownBy(() -> names(layer)).isInstanceOf(type).hasMessageContaining(message);
  }

  @Test
  void a_short_a_long_and_a_wrong_blob_are_refused() {
    byte[] blob = packed("gzip -n", TAR);
    byte[] longer = joined(blob, blob);
    assertRefused(layer(blob, longer, TAR), UnsafeContentFailure.class, "ends after");
    assertRefused(layer(longer, blob, TAR), UnsafeContentFailure.class, "more bytes");
    assertRefused(
        layer(packed("gzip -n -1", TAR), packed("gzip -n -9", TAR), TAR),
        UnsafeContentFailure.class,
        "");
    assertRefused(layer(new byte[0], blob, TAR), UnsafeContentFailure.class, "ends after 0");
  }

  @Test
  void a_blob_that_is_what_was_promised_but_damaged_is_refused() {
    byte[] blob = packed("gzip -n", TAR);
    blob[50] ^= 1;
    assertRefused(layer(blob, blob, TAR), MalformedStream.class, "damaged gzip data");
    byte[] noTar = packed("gzip -n", "no tar".repeat(1000).getBytes(US_ASCII));
    assertRefused(layer(noTar, noTar, TAR), MalformedTar.class, "damaged tar at byte 0");
    byte[] whole = packed("gzip -n", TAR);
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);
    assertRefused(layer(cut, cut, TAR), MalformedStream.class, "cut off");
  }
}
