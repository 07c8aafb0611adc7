package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.testkit.FaultServer;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.adapters.registry.testkit.ServedImage;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry on this machine, which is asked without TLS first and then with it. */
class SchemeChoiceTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");

  private final RecordingListener listener = new RecordingListener();
  private final AtomicInteger questions = new AtomicInteger();
  private final DescribedImage sample;
  private final ServedImage served;
  private final FaultServer server;

  SchemeChoiceTest(@TempDir Path directory) {
    sample = SampleImage.of(ImageFormat.OCI, directory, 1_000);
    served = new ServedImage(sample);
    server = new FaultServer(served);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_connection_that_breaks_at_first_does_not_make_it_a_registry_with_tls() {
    // The JDK's client, too, asks once more.
    breakOffQuestions(2);

    try (Registries registries = Impatient.soonGivingUp(listener)) {
      ImageReference reference = ImageReference.parse(server.host() + "/app:1");
      assertThat(registries.resolve(reference, AMD64).manifest())
          .isEqualTo(sample.manifestDescriptor());
    }

    assertThat(questions).hasValue(3);
    assertThat(listener.lines()).anyMatch(line -> line.startsWith("Retrying operation after "));
  }

  @Test
  void one_that_breaks_every_time_is_given_up_for_what_it_does_without_tls() {
    breakOffQuestions(Integer.MAX_VALUE);

    try (Registries registries = Impatient.soonGivingUp(listener)) {
      ImageReference reference = ImageReference.parse(server.host() + "/app:1");
      assertThatThrownBy(() -> registries.resolve(reference, AMD64))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("cannot read the manifest 1")
          .hasMessageContaining("received no bytes");
    }
  }

  private void breakOffQuestions(int times) {
    served.except(
        "/v2",
        (exchange, asked) -> {
          if (questions.incrementAndGet() <= times) {
            throw new IOException("broken off on purpose");
          }
          FaultServer.reply(exchange, 200, "{}");
        });
  }
}
