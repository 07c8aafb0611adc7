package dev.kaniko.adapters.registry.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.domain.image.ImageReference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryOptionsTest {

  @ParameterizedTest
  @CsvSource({
    "docker.io, index.docker.io",
    "index.docker.io, index.docker.io",
    "registry.example:5000, registry.example:5000",
    "localhost, localhost",
    "mirror, mirror",
    "mirror:5000, mirror:5000",
    "[::1]:5000, [::1]:5000"
  })
  void a_registry_is_named_as_references_name_it(String written, String name) {
    assertThat(RegistryOptions.registryName(written)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "registry.example/team", "https://registry.example", "-x.y"})
  void what_is_no_registry_is_refused(String written) {
    assertThatThrownBy(() -> RegistryOptions.registryName(written))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mirrors_come_before_the_registry_with_their_prefixes() {
    RegistryMap map =
        new RegistryMap(
            Map.of("index.docker.io", List.of("mirror", "mirror.example:5000/hub/cache")), true);

    assertThat(map.candidates(ImageReference.parse("debian:12")))
        .extracting(ImageReference::toString)
        .containsExactly(
            "mirror/library/debian:12",
            "mirror.example:5000/hub/cache/library/debian:12",
            "index.docker.io/library/debian:12");
    assertThat(map.candidates(ImageReference.parse("other.example/x:1"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://mirror.example", "mirror.example/UPPER", "a b"})
  void a_malformed_mirror_is_refused_when_it_is_named(String mirror) {
    assertThatThrownBy(() -> new RegistryMap(Map.of("index.docker.io", List.of(mirror)), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cert", "cert,", ",key", "a,b,c"})
  void a_client_certificate_is_two_files(String text) {
    assertThatThrownBy(() -> ClientCertificate.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected CERTIFICATE_FILE,KEY_FILE");
  }
}
