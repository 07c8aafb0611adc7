package dev.kaniko.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.Platform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CacheKeysTest {
  private static final Digest STEP = Digest.sha256("step");
  private static final CacheKey BASE = CacheKeys.base(Digest.sha256("manifest"));

  private static CacheKeys keys() {
    return new CacheKeys("gzip", Optional.empty(), Optional.empty(), List.of());
  }

  @Test
  void whatIsBelowWhatIsDoneAndHowLayersAreWrittenMakeTheKey() {
    Digest layer = Digest.sha256("layer");
    assertThat(
            Stream.of(
                keys().byDefinition(BASE, STEP),
                keys().byDefinition(BASE, Digest.sha256("other step")),
                keys().byDefinition(CacheKeys.base(Digest.sha256("other")), STEP),
                keys().byDefinition(CacheKeys.scratch(Platform.parse("linux/amd64")), STEP),
                keys().byDefinition(CacheKeys.scratch(Platform.parse("linux/arm64")), STEP),
                keys().byDefinition(keys().byDefinition(BASE, STEP), STEP),
                keys().byContent(List.of(), STEP),
                keys().byContent(List.of(layer), STEP),
                keys().byContent(List.of(layer, layer), STEP),
                new CacheKeys("zstd", Optional.empty(), Optional.empty(), List.of())
                    .byDefinition(BASE, STEP),
                new CacheKeys("gzip", Optional.of(9), Optional.empty(), List.of())
                    .byDefinition(BASE, STEP),
                new CacheKeys("gzip", Optional.empty(), Optional.of("1970"), List.of())
                    .byDefinition(BASE, STEP),
                new CacheKeys("gzip", Optional.empty(), Optional.empty(), List.of("/a"))
                    .byDefinition(BASE, STEP)))
        .doesNotHaveDuplicates();
  }

  @Test
  void theSameMakesTheSameKeyInEveryBuild() {
    assertThat(keys().byDefinition(BASE, STEP)).isEqualTo(keys().byDefinition(BASE, STEP));
    assertThat(
            new CacheKeys("gzip", Optional.empty(), Optional.empty(), List.of("/a", "/b"))
                .byContent(List.of(), STEP))
        .isEqualTo(
            new CacheKeys("gzip", Optional.empty(), Optional.empty(), List.of("/b", "/a"))
                .byContent(List.of(), STEP));
  }

  @Test
  void aKeyIsATag() {
    assertThat(BASE.tag()).matches("[0-9a-f]{64}");
  }
}
