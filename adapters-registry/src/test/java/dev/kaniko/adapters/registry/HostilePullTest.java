package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.kaniko.adapters.registry.testkit.FaultServer;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.adapters.registry.testkit.ServedImage;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ResolvedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries that lie, break off or never end: nothing wrong gets through. */
class HostilePullTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");

  @TempDir Path directory;

  private DescribedImage sample;
  private ServedImage served;
  private FaultServer server;
  private String layerPath;
  private byte[] layerBytes;
  private final RecordingListener listener = new RecordingListener();
  private final Registries registries = Impatient.registries(listener);

  @BeforeEach
  void serve() {
    sample = SampleImage.of(ImageFormat.OCI, directory, 200_000);
    served = new ServedImage(sample);
    server = new FaultServer(served);
    layerPath = "blobs/" + sample.image().layers().getFirst().descriptor().digest();
    layerBytes = served.content(layerPath);
  }

  @AfterEach
  void stop() {
    registries.close();
    server.close();
  }

  @Test
  void other_bytes_for_a_digest_are_refused() {
    String pinned = "app@" + Digest.sha256("what was asked for");
    served.with(
        "manifests/" + Digest.sha256("what was asked for"),
        sample.manifest().getBytes(StandardCharsets.UTF_8));
    served.except(
        "manifests/" + Digest.sha256("what was asked for"),
        (exchange, asked) -> FaultServer.reply(exchange, 200, sample.manifest()));

    refused(() -> resolve(pinned), "but the registry sent " + sample.manifestDescriptor().digest());
  }

  @Test
  void a_digest_in_the_header_that_is_not_the_manifests_is_refused() {
    served.except(
        "manifests/1",
        (exchange, asked) ->
            FaultServer.reply(
                exchange,
                200,
                sample.manifest(),
                "Docker-Content-Digest",
                Digest.sha256("other").toString()));

    refused(() -> resolve("app:1"), "should be " + Digest.sha256("other"));
  }

  @Test
  void a_digest_in_the_header_that_is_none_is_refused() {
    served.except(
        "manifests/1",
        (exchange, asked) ->
            FaultServer.reply(
                exchange, 200, sample.manifest(), "Docker-Content-Digest", "sha256:../x"));

    refused(() -> resolve("app:1"), "was sent with the digest sha256:../x, which is none");
  }

  @Test
  void a_manifest_that_never_ends_is_given_up_after_4_mebibytes() {
    served.except("manifests/1", HostilePullTest::endless);

    refused(() -> resolve("app:1"), "is larger than 4194304 bytes");
  }

  @Test
  void an_error_that_never_ends_is_cut_short() {
    served.except(
        "manifests/1",
        (exchange, asked) -> {
          exchange.sendResponseHeaders(403, 0);
          writeForEver(exchange.getResponseBody());
        });

    assertThatThrownBy(() -> resolve("app:1"))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("403")
        .message()
        .hasSizeLessThan(1000);
  }

  @Test
  void a_config_of_other_bytes_is_refused() {
    served.with(
        "blobs/" + sample.configDescriptor().digest(),
        sample.config().replace("linux", "Linux").getBytes(StandardCharsets.UTF_8));

    refused(() -> resolve("app:1"), "has bytes whose digest is");
  }

  @Test
  void a_manifest_of_more_layers_than_the_config_is_refused() {
    String manifest =
        sample.manifest().replaceFirst("\"layers\":\\[(\\{[^}]*\\})\\]", "\"layers\":[$1,$1]");
    served.with("manifests/1", manifest.getBytes(StandardCharsets.UTF_8));

    refused(() -> resolve("app:1"), "names 1 layers, but the manifest names 2");
  }

  @Test
  void an_entry_of_an_index_that_is_described_wrongly_is_refused() {
    String index =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
         {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":7,
          "platform":{"os":"linux","architecture":"amd64"}}]}\
        """
            .formatted(sample.manifestDescriptor().digest());
    served.except("manifests/1", (exchange, asked) -> FaultServer.reply(exchange, 200, index));

    refused(() -> resolve("app:1"), "wrongly");
  }

  @Test
  void an_index_that_leads_to_indexes_for_ever_is_refused() {
    // No document can name itself by digest; a chain of six is more than anybody needs.
    String inner = sample.manifest();
    String type = "application/vnd.oci.image.manifest.v1+json";
    for (int depth = 0; depth < 6; depth++) {
      String document = indexOf(Digest.sha256(inner), inner.length()).replace("TYPE", type);
      String innerPath = "manifests/" + Digest.sha256(inner);
      String content = inner;
      served.except(innerPath, (exchange, asked) -> FaultServer.reply(exchange, 200, content));
      inner = document;
      type = "application/vnd.oci.image.index.v1+json";
    }
    String outermost = inner;
    served.except("manifests/1", (exchange, asked) -> FaultServer.reply(exchange, 200, outermost));

    refused(() -> resolve("app:1"), "is an index of indexes");
  }

  @Test
  void a_platform_that_is_not_there_is_named_with_those_that_are() {
    String index =
        indexOf(Digest.sha256("x"), 1)
            .replace("TYPE", "application/vnd.oci.image.manifest.v1+json");
    served.except("manifests/1", (exchange, asked) -> FaultServer.reply(exchange, 200, index));

    assertThatThrownBy(() -> registries.resolve(reference("app:1"), Platform.of("linux", "s390x")))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("has no image for linux/s390x")
        .satisfies(
            failure ->
                assertThat(((RegistryFailure) failure).hint()).contains("it has: linux/amd64"));
  }

  @Test
  void a_layer_of_other_bytes_never_comes_to_its_end() {
    byte[] wrong = layerBytes.clone();
    wrong[wrong.length / 2] ^= 1;
    served.with(layerPath, wrong);

    refused(this::readLayer, "has bytes whose digest is");
  }

  @Test
  void the_last_byte_of_a_wrong_layer_is_never_handed_out() throws IOException {
    byte[] wrong = layerBytes.clone();
    wrong[0] ^= 1;
    served.with(layerPath, wrong);

    try (InputStream stream = layer().content().open()) {
      assertThat(stream.readNBytes(layerBytes.length - 1)).hasSize(layerBytes.length - 1);
      refused(stream::read, "has bytes whose digest is");
    }
  }

  @Test
  void a_layer_that_is_shorter_than_its_manifest_says_is_refused() {
    served.with(layerPath, Arrays.copyOf(layerBytes, 1000));

    refused(this::readLayer, "has 1000 bytes, but its manifest states " + layerBytes.length);
  }

  @Test
  void a_layer_that_goes_on_after_its_end_is_refused() {
    served.except(
        layerPath,
        (exchange, asked) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(layerBytes);
          exchange.getResponseBody().write(1);
        });

    refused(this::readLayer, "is longer than the " + layerBytes.length + " bytes");
  }

  @Test
  void a_layer_is_read_on_where_the_connection_broke() throws IOException {
    AtomicInteger times = new AtomicInteger();
    served.except(
        layerPath,
        (exchange, asked) -> {
          int from = asked.range().isEmpty() ? 0 : start(asked.range());
          byte[] rest = Arrays.copyOfRange(layerBytes, from, layerBytes.length);
          if (times.incrementAndGet() <= 6) {
            if (from > 0) {
              contentRange(exchange, from);
            }
            FaultServer.breakOff(
                exchange, from > 0 ? 206 : 200, Arrays.copyOf(rest, 30_000), rest.length);
          }
          contentRange(exchange, from);
          FaultServer.reply(exchange, 206, rest);
        });

    assertThat(readLayer()).isEqualTo(layerBytes);
    assertThat(server.asked(layerPath)).hasSizeGreaterThan(3);
    assertThat(listener.transfers()).containsValue((long) layerBytes.length);
    assertThat(listener.ended()).hasSize(1);
  }

  @Test
  void a_server_without_ranges_sends_all_again_and_it_is_right() throws IOException {
    AtomicInteger times = new AtomicInteger();
    served.except(
        layerPath,
        (exchange, asked) -> {
          if (times.incrementAndGet() == 1) {
            FaultServer.breakOff(
                exchange, 200, Arrays.copyOf(layerBytes, 50_000), layerBytes.length);
          }
          served.serve(exchange, layerPath);
        });

    assertThat(readLayer()).isEqualTo(layerBytes);
    assertThat(server.asked(layerPath)).hasSize(2);
  }

  @Test
  void a_part_that_was_not_asked_for_is_not_taken_for_the_one_that_was() {
    served.except(
        layerPath,
        (exchange, asked) -> {
          if (!asked.range().isEmpty()) {
            contentRange(exchange, 7);
            FaultServer.reply(exchange, 206, layerBytes);
            return;
          }
          FaultServer.breakOff(exchange, 200, Arrays.copyOf(layerBytes, 50_000), layerBytes.length);
        });

    assertThatThrownBy(this::readLayer)
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("another part of the blob");
  }

  @Test
  void a_layer_that_ends_too_soon_each_time_is_given_up() {
    served.except(
        layerPath,
        (exchange, asked) -> {
          if (!asked.range().isEmpty()) {
            FaultServer.reply(exchange, 416, "");
            return;
          }
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(layerBytes, 0, 5000);
        });

    refused(this::readLayer, "ends after 5000 of " + layerBytes.length + " bytes");
  }

  @Test
  void a_layer_that_stops_coming_is_asked_for_again() throws IOException {
    AtomicInteger times = new AtomicInteger();
    served.except(
        layerPath,
        (exchange, asked) -> {
          if (times.incrementAndGet() == 1) {
            exchange.sendResponseHeaders(200, layerBytes.length);
            exchange.getResponseBody().write(layerBytes, 0, 50_000);
            exchange.getResponseBody().flush();
            pause();
          }
          served.serve(exchange, layerPath);
        });

    try (Registries quick = Impatient.soonGivingUp(listener);
        InputStream stream =
            quick.resolve(reference("app:1"), AMD64).layers().getFirst().content().open()) {
      assertThat(stream.readAllBytes()).isEqualTo(layerBytes);
    }
  }

  @Test
  void a_registry_that_never_answers_is_given_up() {
    served.except("manifests/1", (exchange, asked) -> pause());

    try (Registries quick = Impatient.soonGivingUp(listener)) {
      assertThatThrownBy(() -> quick.resolve(reference("app:1"), AMD64))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("no answer for 1 s");
    }
  }

  @Test
  void a_tag_is_asked_for_once_however_often_it_is_resolved() {
    ResolvedImage first = resolve("app:1");
    served.with("manifests/1", "moved".getBytes(StandardCharsets.UTF_8));

    assertThat(resolve("app:1")).isSameAs(first);
    assertThat(registries.resolve(reference("app:1"), Platform.of("linux", "arm64")).manifest())
        .isEqualTo(first.manifest());
    assertThat(server.asked("/manifests/1")).hasSize(1);
  }

  @Test
  void nothing_is_asked_for_before_an_image_is() {
    registries.destination(reference("app:1"));

    assertThat(server.asked()).isEmpty();
  }

  private ImageLayer layer() {
    return resolve("app:1").layers().getFirst();
  }

  private byte[] readLayer() throws IOException {
    try (InputStream stream = layer().content().open()) {
      return stream.readAllBytes();
    }
  }

  private ResolvedImage resolve(String name) {
    return registries.resolve(reference(name), AMD64);
  }

  private ImageReference reference(String name) {
    return ImageReference.parse(server.host() + "/" + name);
  }

  private static void refused(ThrowingCallable action, String reason) {
    assertThatThrownBy(action)
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining(reason);
  }

  private static String indexOf(Digest manifest, int size) {
    return """
    {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
     {"mediaType":"TYPE","digest":"%s","size":%d,
      "platform":{"os":"linux","architecture":"amd64"}}]}\
    """
        .formatted(manifest, size);
  }

  private void contentRange(HttpExchange exchange, int from) {
    exchange
        .getResponseHeaders()
        .putAll(
            Map.of(
                "Content-Range",
                List.of(
                    "bytes " + from + "-" + (layerBytes.length - 1) + "/" + layerBytes.length)));
  }

  private static int start(String range) {
    return Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
  }

  private static void endless(HttpExchange exchange, FaultServer.Asked asked) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    writeForEver(exchange.getResponseBody());
  }

  private static void writeForEver(OutputStream stream) throws IOException {
    byte[] block = new byte[8192];
    Arrays.fill(block, (byte) ' ');
    while (true) {
      stream.write(block);
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(3000);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
