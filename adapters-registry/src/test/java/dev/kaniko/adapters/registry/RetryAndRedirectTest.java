package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.kaniko.adapters.registry.options.RegistryMap;
import dev.kaniko.adapters.registry.testkit.FaultServer;
import dev.kaniko.adapters.registry.testkit.FaultServer.Asked;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.adapters.registry.testkit.ServedImage;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ResolvedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trouble that passes, and ways that lead elsewhere. */
class RetryAndRedirectTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString("me:pw".getBytes(StandardCharsets.UTF_8));

  @TempDir Path directory;

  private DescribedImage sample;
  private ServedImage served;
  private FaultServer server;
  private FaultServer elsewhere;
  private final RecordingListener listener = new RecordingListener();
  private Registries registries;

  @BeforeEach
  void serve() {
    sample = SampleImage.of(ImageFormat.OCI, directory, 100_000);
    served = new ServedImage(sample);
    server = new FaultServer(served);
    elsewhere = new FaultServer(served);
    registries = Impatient.registries(Impatient.OPTIONS, listener, helper());
  }

  @AfterEach
  void stop() {
    registries.close();
    server.close();
    elsewhere.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504, 522})
  void a_status_that_may_pass_is_tried_again(int status) {
    AtomicInteger times = new AtomicInteger();
    served.except(
        "manifests/1",
        (exchange, asked) -> {
          if (times.incrementAndGet() < 3) {
            FaultServer.reply(exchange, status, "not now");
          } else {
            served.serve(exchange, "manifests/1");
          }
        });

    assertThat(resolve().manifest()).isEqualTo(sample.manifestDescriptor());
    assertThat(times).hasValue(3);
    assertThat(listener.lines())
        .anyMatch(
            line -> line.matches("Retrying operation after .*s due to status " + status + ".*"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 501})
  void a_status_that_will_not_pass_is_not_tried_again(int status) {
    served.except(
        "manifests/1",
        (exchange, asked) ->
            FaultServer.reply(
                exchange, status, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"go away\"}]}"));

    assertThatThrownBy(this::resolve)
        .isInstanceOf(RegistryFailure.class)
        .hasMessage(
            server.host()
                + "/app: cannot read the manifest 1: the answer is "
                + status
                + ": DENIED: go away")
        .satisfies(failure -> assertThat(((RegistryFailure) failure).status()).hasValue(status));
    assertThat(server.asked("manifests/1")).hasSize(1);
  }

  @Test
  void trouble_that_does_not_pass_ends_after_three_attempts() {
    served.except("manifests/1", (exchange, asked) -> FaultServer.reply(exchange, 503, "no"));

    assertThatThrownBy(this::resolve)
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("the answer is 503: no");
    assertThat(server.asked("manifests/1")).hasSize(3);
  }

  @Test
  void a_registry_that_asks_for_a_pause_gets_it() {
    AtomicInteger times = new AtomicInteger();
    long start = System.nanoTime();
    served.except(
        "manifests/1",
        (exchange, asked) -> {
          if (times.incrementAndGet() == 1) {
            FaultServer.reply(exchange, 429, "", "Retry-After", "1");
          } else {
            served.serve(exchange, "manifests/1");
          }
        });

    resolve();

    assertThat(System.nanoTime() - start).isGreaterThan(950_000_000L);
  }

  @Test
  void a_pause_of_an_hour_is_a_failure_at_once() {
    served.except(
        "manifests/1",
        (exchange, asked) -> FaultServer.reply(exchange, 429, "", "Retry-After", "3600"));

    assertThatThrownBy(this::resolve)
        .isInstanceOf(RegistryFailure.class)
        .satisfies(
            failure ->
                assertThat(((RegistryFailure) failure).hint().orElseThrow())
                    .contains("the registry limits requests"));
    assertThat(server.asked("manifests/1")).hasSize(1);
  }

  @Test
  void credentials_do_not_follow_a_redirect_to_another_host() throws IOException {
    demandPassword();
    String blob = layerPath();
    served.except(
        blob,
        (exchange, asked) -> {
          if (asked.authorization().isEmpty()) {
            demand(exchange);
          } else {
            FaultServer.reply(exchange, 307, "", "Location", elsewhere.url("/store/" + blob));
          }
        });
    elsewhere.answerBy((exchange, asked) -> FaultServer.reply(exchange, 200, served.content(blob)));

    assertThat(readLayer()).isEqualTo(served.content(blob));
    assertThat(server.asked(blob)).last().extracting(Asked::authorization).isEqualTo(BASIC);
    assertThat(elsewhere.asked()).isNotEmpty().allMatch(it -> it.authorization().isEmpty());
  }

  @Test
  void another_host_that_demands_a_password_is_not_given_ours() {
    demandPassword();
    String blob = layerPath();
    served.except(
        blob,
        (exchange, asked) ->
            FaultServer.reply(exchange, 307, "", "Location", elsewhere.url("/" + blob)));
    elsewhere.answerBy((exchange, asked) -> demand(exchange));

    assertThatThrownBy(this::readLayer)
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("the answer is 401");
    assertThat(elsewhere.asked()).hasSize(1).allMatch(it -> it.authorization().isEmpty());
  }

  @Test
  void another_host_cannot_name_a_token_service_for_our_credentials() {
    demandPassword();
    String blob = layerPath();
    served.except(
        blob,
        (exchange, asked) ->
            FaultServer.reply(exchange, 307, "", "Location", elsewhere.url("/" + blob)));
    try (FaultServer thief = new FaultServer((exchange, asked) -> demand(exchange))) {
      elsewhere.answerBy(
          (exchange, asked) ->
              FaultServer.reply(
                  exchange,
                  401,
                  "",
                  "WWW-Authenticate",
                  "Bearer realm=\"" + thief.url("/token") + "\""));

      assertThatThrownBy(this::readLayer).isInstanceOf(RegistryFailure.class);
      assertThat(thief.asked()).isEmpty();
    }
  }

  @Test
  void credentials_stay_for_a_redirect_within_the_registry() throws IOException {
    demandPassword();
    String blob = layerPath();
    served.except(
        blob,
        (exchange, asked) -> {
          if (asked.target().startsWith("/v2/")) {
            FaultServer.reply(exchange, 302, "", "Location", "/other/" + blob);
          } else if (asked.authorization().equals(BASIC)) {
            served.serve(exchange, blob);
          } else {
            demand(exchange);
          }
        });

    assertThat(readLayer()).isEqualTo(served.content(blob));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/x",
        "https://[fe80::1]/x",
        "https://[::ffff:169.254.169.254]/x",
        "https://100.100.100.200/x",
        "file:///etc/passwd",
        "ftp://localhost/x",
        "http:///nowhere",
        "https://user:pw@localhost/x",
        "http://registry.invalid/x"
      })
  void a_redirect_to_where_no_registry_is_is_not_followed(String location) {
    served.except(
        "manifests/1",
        (exchange, asked) -> FaultServer.reply(exchange, 307, "", "Location", location));

    assertThatThrownBy(this::resolve)
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("as its redirect");
  }

  @Test
  void redirects_in_a_circle_come_to_an_end() {
    served.except(
        "manifests/1",
        (exchange, asked) -> FaultServer.reply(exchange, 307, "", "Location", asked.target()));

    assertThatThrownBy(this::resolve)
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("more than 5 redirects");
  }

  @Test
  void a_foreign_layer_is_fetched_from_its_url_without_credentials() throws IOException {
    demandPassword();
    byte[] bytes = served.content(layerPath());
    nameForeignLayer(elsewhere.url("/windows/layer"));
    elsewhere.answerBy((exchange, asked) -> FaultServer.reply(exchange, 200, bytes));
    served.except(layerPath(), (exchange, asked) -> FaultServer.reply(exchange, 404, ""));

    assertThat(readLayer()).isEqualTo(bytes);
    assertThat(elsewhere.asked())
        .singleElement()
        .satisfies(it -> assertThat(it.target()).isEqualTo("/windows/layer"))
        .satisfies(it -> assertThat(it.authorization()).isEmpty());
    assertThat(resolve().layers().getFirst().content().origin()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://169.254.169.254/layer", "file:///etc/shadow", "http://registry.invalid/l"})
  void a_foreign_layer_at_a_forbidden_place_is_not_fetched(String url) {
    nameForeignLayer(url);
    served.except(layerPath(), (exchange, asked) -> FaultServer.reply(exchange, 404, ""));

    assertThatThrownBy(this::readLayer)
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("as its place of a foreign layer");
  }

  @Test
  void mirrors_are_asked_in_order_and_then_the_registry() {
    FaultServer broken =
        new FaultServer((exchange, asked) -> FaultServer.reply(exchange, 404, "nope"));
    try (broken;
        Registries mirrored =
            Impatient.registries(
                Impatient.OPTIONS.withMap(
                    new RegistryMap(
                        Map.of(server.host(), List.of(broken.host(), elsewhere.host() + "/hub")),
                        true)),
                listener,
                helper())) {
      ResolvedImage image = mirrored.resolve(reference(), AMD64);

      assertThat(broken.asked("manifests/1")).hasSize(1);
      assertThat(elsewhere.asked("GET /v2/hub/app/manifests/1")).hasSize(1);
      assertThat(server.asked()).isEmpty();
      assertThat(image.reference().registry()).isEqualTo(server.host());
      assertThat(image.layers().getFirst().content().origin().orElseThrow().name())
          .isEqualTo(elsewhere.host() + "/hub/app");
    }
  }

  @Test
  void a_mirror_is_not_given_the_registrys_credentials() {
    elsewhere.answerBy((exchange, asked) -> demand(exchange));
    demandPassword();
    try (Registries mirrored =
        Impatient.registries(
            Impatient.OPTIONS.withMap(
                new RegistryMap(Map.of(server.host(), List.of(elsewhere.host())), true)),
            listener,
            helper())) {
      mirrored.resolve(reference(), AMD64);
    }

    assertThat(elsewhere.asked()).isNotEmpty().allMatch(it -> it.authorization().isEmpty());
    assertThat(server.asked("manifests/1"))
        .last()
        .extracting(Asked::authorization)
        .isEqualTo(BASIC);
  }

  @Test
  void without_fallback_the_registry_itself_is_not_asked() {
    elsewhere.answerBy((exchange, asked) -> FaultServer.reply(exchange, 404, ""));
    try (Registries mirrored =
        Impatient.registries(
            Impatient.OPTIONS.withMap(
                new RegistryMap(Map.of(server.host(), List.of(elsewhere.host())), false)),
            listener)) {
      assertThatThrownBy(() -> mirrored.resolve(reference(), AMD64))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("image not found on any configured mapped registries");
    }
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void a_registry_that_is_not_there_is_named_with_a_hint() {
    ImageReference nobody = ImageReference.parse("localhost:1/app:1");

    assertThatThrownBy(() -> registries.resolve(nobody, AMD64))
        .isInstanceOf(RegistryFailure.class)
        .hasMessage("localhost:1/app: cannot read the manifest 1: the connection was refused")
        .satisfies(
            failure ->
                assertThat(((RegistryFailure) failure).hint().orElseThrow())
                    .contains("does anything listen there"));
  }

  @Test
  void a_host_that_does_not_exist_is_named_as_such() {
    ImageReference nowhere = ImageReference.parse("registry.invalid/app:1");

    assertThatThrownBy(() -> registries.resolve(nowhere, AMD64))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("there is no such host");
  }

  private CredentialHelper helper() {
    return Impatient.helper(Map.of(server.host(), new Credential.UserPassword("me", "pw")));
  }

  /** Makes the registry ask for a password wherever no test says otherwise. */
  private void demandPassword() {
    server.answerBy(
        (exchange, asked) -> {
          if (asked.authorization().isEmpty() && !asked.target().contains("blobs")) {
            demand(exchange);
          } else {
            served.answer(exchange, asked);
          }
        });
  }

  private static void demand(HttpExchange exchange) throws IOException {
    FaultServer.reply(exchange, 401, "", "WWW-Authenticate", "Basic realm=\"it\"");
  }

  private void nameForeignLayer(String url) {
    Descriptor layer = sample.image().layers().getFirst().descriptor();
    String foreign =
        sample
            .manifest()
            .replace(
                "\"mediaType\":\"" + MediaTypes.OCI_LAYER_GZIP + "\"",
                "\"mediaType\":\"%s+gzip\",\"urls\":[\"%s\"]"
                    .formatted(MediaTypes.OCI_FOREIGN_LAYER, url));
    assertThat(foreign).contains(layer.digest().toString()).contains(url);
    served.with("manifests/1", foreign.getBytes(StandardCharsets.UTF_8));
  }

  private String layerPath() {
    return "blobs/" + sample.image().layers().getFirst().descriptor().digest();
  }

  private byte[] readLayer() throws IOException {
    try (InputStream stream = resolve().layers().getFirst().content().open()) {
      return stream.readAllBytes();
    }
  }

  private ResolvedImage resolve() {
    return registries.resolve(reference(), AMD64);
  }

  private ImageReference reference() {
    return ImageReference.parse(server.host() + "/app:1");
  }
}
