package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.registry.options.Relaxation;
import dev.kaniko.adapters.registry.testkit.FaultServer;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.adapters.registry.testkit.ServedImage;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry whose name only the proxy knows. */
class ProxyTest {
  private static final ImageReference REFERENCE = ImageReference.parse("registry.invalid/app:1");
  private static final Platform AMD64 = Platform.of("linux", "amd64");

  @TempDir Path directory;

  @Test
  void requests_go_through_the_proxy_of_the_environment_with_its_password() {
    DescribedImage image = SampleImage.of(ImageFormat.OCI, directory, 10);
    ServedImage served = new ServedImage(image);
    String expected = "Basic bWU6cHc=";
    try (FaultServer proxy =
            new FaultServer(
                (exchange, asked) -> {
                  String shown = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
                  if (expected.equals(shown)) {
                    served.answer(exchange, asked);
                  } else {
                    FaultServer.reply(exchange, 407, "");
                  }
                });
        Registries registries =
            Impatient.registries(
                through("http://me:pw@" + proxy.host(), ""), new RecordingListener())) {

      assertThat(registries.resolve(REFERENCE, AMD64).manifest())
          .isEqualTo(image.manifestDescriptor());
      assertThat(proxy.asked("GET http://registry.invalid/v2/app/manifests/1")).hasSize(1);
    }
  }

  @Test
  void an_exception_from_the_proxy_is_one() {
    try (FaultServer proxy =
            new FaultServer((exchange, asked) -> FaultServer.reply(exchange, 200, "{}"));
        Registries registries =
            Impatient.registries(
                through("http://" + proxy.host(), "registry.invalid"), new RecordingListener())) {
      assertThatThrownBy(() -> registries.resolve(REFERENCE, AMD64))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("there is no such host");
      assertThat(proxy.asked()).isEmpty();
    }
  }

  private static RegistryOptions through(String proxy, String exceptions) {
    return Impatient.OPTIONS
        .withPlainHttp(new Relaxation(false, false, Set.of("registry.invalid")))
        .withEnvironment(Map.of("HTTP_PROXY", proxy, "NO_PROXY", exceptions));
  }
}
