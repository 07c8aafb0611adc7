package dev.kaniko.domain.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.domain.image.Annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnotationsTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");
  private static final Platform ARM64 = Platform.of("linux", "arm64");

  private static Annotations of(String... texts) {
    return new Annotations(Stream.of(texts).map(Annotation::parse).flatMap(List::stream).toList());
  }

  @Test
  void an_annotation_is_the_manifests_unless_it_says_whose_it_is() {
    Annotations annotations =
        of("a=1", "index:b=2", "manifest,index-descriptor:c=x:y=z", "manifest-descriptor:d=");

    assertThat(annotations.of(Target.MANIFEST, AMD64)).isEqualTo(Map.of("a", "1", "c", "x:y=z"));
    assertThat(annotations.of(Target.INDEX)).isEqualTo(Map.of("b", "2"));
    assertThat(annotations.of(Target.INDEX_DESCRIPTOR)).isEqualTo(Map.of("c", "x:y=z"));
    assertThat(annotations.of(Target.MANIFEST_DESCRIPTOR, AMD64)).isEqualTo(Map.of("d", ""));
  }

  @Test
  void an_annotation_of_one_platform_wins_there_and_is_nowhere_else() {
    Annotations annotations = of("manifest[linux/aarch64]:a=arm", "a=all");

    assertThat(annotations.of(Target.MANIFEST, ARM64)).isEqualTo(Map.of("a", "arm"));
    assertThat(annotations.of(Target.MANIFEST, AMD64)).isEqualTo(Map.of("a", "all"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a | annotations must be of the form key=value, got a",
        "=b | annotations must be of the form key=value",
        "index:=b | annotations must be of the form key=value",
        "com.example:a=b | unknown annotation type \"com.example\"",
        "manifest,:a=b | unknown annotation type \"\"",
        "index[linux/amd64]:a=b | an index is of all platforms",
        "manifest[amd64]:a=b | invalid platform \"amd64\"",
        "manifest[linux/amd64:a=b | unknown annotation type \"manifest[linux/amd64\"",
      })
  void what_is_no_annotation_is_refused(String text, String message) {
    assertThatThrownBy(() -> Annotation.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
