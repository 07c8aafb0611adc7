package dev.kaniko.adapters.registry.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.testkit.Corpus;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.BuiltImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageConfigDocumentTest {
  private final JsonImageDocuments documents = new JsonImageDocuments();

  static List<Corpus> accepted() {
    return Corpus.cases("configs/accepted");
  }

  static List<Corpus> refused() {
    return Corpus.cases("configs/refused");
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void a_config_is_written_as_buildkit_would_after_reading(Corpus it) throws IOException {
    String written = ConfigWriter.write(documents.readConfig(it.bytes("input.json"), "a config"));

    assertThat(written).isEqualTo(it.text("output.json").orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void writing_what_was_read_changes_nothing_more(Corpus it) throws IOException {
    ImageConfig once = documents.readConfig(it.bytes("output.json"), "a config");

    assertThat(ConfigWriter.write(once)).isEqualTo(it.text("output.json").orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void a_wrong_config_is_refused_by_document_and_field(Corpus it) throws IOException {
    byte[] json = it.bytes("input.json");

    assertThatThrownBy(() -> documents.readConfig(json, "config of evil:1"))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageStartingWith("config of evil:1: " + it.text("message.txt").orElseThrow())
        .message()
        .doesNotContainPattern("\\p{Cntrl}")
        .hasSizeLessThan(400);
  }

  @Test
  void deep_nesting_is_refused_before_the_stack_ends() {
    byte[] deep = ("{\"x\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> documents.readConfig(deep, "deep"))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void a_config_above_8_mebibytes_is_refused_unread() {
    byte[] large = new byte[8 * 1024 * 1024 + 1];

    assertThatThrownBy(() -> documents.readConfig(large, "large"))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessage("large: is larger than 8 MiB, too large for a config");
  }

  /** Whatever bytes come: a config or a clean failure, nothing else. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void damaged_bytes_give_a_config_or_a_clean_failure(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] whole = accepted().getFirst().bytes("input.json");
    int failures = 0;
    for (int round = 0; round < 400; round++) {
      byte[] damaged = Arrays.copyOf(whole, whole.length);
      for (int i = 0; i <= random.nextInt(4); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        documents.readConfig(damaged, "damaged");
      } catch (UnsafeContentFailure expected) {
        failures++;
      }
    }
    assertThat(failures).isBetween(50, 399);
  }

  @Test
  void the_same_image_gives_the_same_bytes() throws IOException {
    ImageConfig config =
        documents.readConfig(accepted().getFirst().bytes("input.json"), "a config");
    List<ImageLayer> layers = config.diffIds().stream().map(TestLayers::gzip).toList();
    BuiltImage image = new BuiltImage(ImageFormat.OCI, config, layers, new TreeMap<>());

    assertThat(documents.describe(image).manifest())
        .isEqualTo(documents.describe(image).manifest());
    assertThat(documents.describe(image).configDescriptor().size())
        .isEqualTo(documents.describe(image).config().getBytes(StandardCharsets.UTF_8).length);
  }
}
