package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.adapters.registry.testkit.FaultServer;
import dev.kaniko.adapters.registry.testkit.FaultServer.Asked;
import dev.kaniko.adapters.registry.testkit.Forwarder;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.adapters.registry.testkit.RegistryProcess;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.adapters.registry.testkit.Tool;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.BuiltImage;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ImageDocuments.DescribedIndex;
import dev.kaniko.ports.registry.ImageOutput;
import dev.kaniko.ports.registry.ResolvedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes to a real registry, through a server that can get in the way. */
class PushTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");

  private static RegistryProcess registry;
  private static Forwarder forwarder;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir Path directory;

  private final FaultServer between =
      new FaultServer((exchange, it) -> forwarder.answer(exchange, it));
  private final RecordingListener listener = new RecordingListener();
  private final Registries registries = Impatient.registries(listener);
  private ImageReference destination;

  @BeforeAll
  static void start() {
    registry = RegistryProcess.start();
    forwarder = new Forwarder(registry.host());
  }

  @AfterAll
  static void stop() {
    forwarder.close();
    registry.close();
  }

  @BeforeEach
  void nameDestination() {
    destination = reference("push/app" + NUMBER.incrementAndGet());
  }

  @AfterEach
  void close() {
    registries.close();
    between.close();
  }

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void others_find_what_was_pushed(ImageFormat format) throws Exception {
    DescribedImage image = SampleImage.of(format, directory, 1000, 200_000);

    registries.destination(destination).write(image);

    String name = "docker://" + registry.host() + "/" + destination.repository() + ":1";
    assertThat(Tool.run("skopeo", "inspect", "--tls-verify=false", "--raw", name))
        .isEqualTo(image.manifest());
    Tool.run("skopeo", "copy", "--src-tls-verify=false", name, "dir:" + directory.resolve("copy"));
    assertThat(listener.lines())
        .contains(
            "Pushing image to " + destination,
            "Pushed " + destination.name() + "@" + image.manifestDescriptor().digest());
    assertThat(listener.transfers())
        .containsEntry(
            "UPLOAD layer " + layer(image, 1).descriptor().digest() + " to " + destination.name(),
            layer(image, 1).descriptor().size());
    assertThat(listener.ended()).hasSameSizeAs(listener.transfers().keySet());
  }

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void an_index_is_tagged_when_all_its_images_are_there_under_their_digests(ImageFormat format)
      throws Exception {
    DescribedIndex index = SampleImage.index(format, directory);

    registries.destination(destination).write(index);

    String manifests = "/v2/" + destination.repository() + "/manifests/";
    assertThat(between.asked("PUT").reversed().stream().limit(3).map(Asked::target))
        .containsExactly(
            manifests + "1",
            manifests + index.images().get(1).descriptor().digest(),
            manifests + index.images().get(0).descriptor().digest());
    String name = registry.host() + "/" + destination.repository() + ":1";
    assertThat(Tool.run("skopeo", "inspect", "--tls-verify=false", "--raw", "docker://" + name))
        .isEqualTo(index.document());
    assertThat(registries.resolve(destination, Platform.of("linux", "arm64")).layers()).hasSize(2);
  }

  @Test
  void an_index_is_not_tagged_when_one_of_its_images_cannot_be_pushed() {
    DescribedIndex index = SampleImage.index(ImageFormat.OCI, directory);
    String second = index.images().get(1).descriptor().digest().hex();
    between.answerBy(
        (exchange, it) -> {
          if (it.method().equals("PUT") && it.target().contains(second)) {
            FaultServer.reply(exchange, 403, "{\"errors\":[{\"code\":\"DENIED\"}]}");
          } else {
            forwarder.answer(exchange, it);
          }
        });

    assertThatThrownBy(() -> registries.destination(destination).write(index))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("403: DENIED");
    assertThat(between.asked("PUT /v2/" + destination.repository() + "/manifests/1")).isEmpty();
  }

  @Test
  void the_tag_is_written_after_everything_it_names() {
    registries.destination(destination).write(image(10, 20, 30));

    assertThat(between.asked("PUT"))
        .hasSize(5)
        .last()
        .extracting(Asked::target)
        .isEqualTo("/v2/" + destination.repository() + "/manifests/1");
  }

  @Test
  void connections_are_kept_from_one_request_to_the_next() {
    registries.destination(destination).write(image(41, 42, 43, 44, 45, 46, 47, 48));
    registries.resolve(destination, AMD64);

    assertThat(between.asked()).hasSizeGreaterThan(28);
    // Four for the uploads, one for the questions before and after them.
    assertThat(between.asked().stream().map(Asked::connection).distinct()).hasSizeLessThan(6);
  }

  @Test
  void what_is_there_is_not_uploaded_again() {
    DescribedImage image = image(11, 21);
    registries.destination(destination).write(image);
    int puts = between.asked("PUT").size();

    try (Registries later = Impatient.registries(listener)) {
      later.destination(destination).write(image);
    }

    assertThat(between.asked("PUT")).hasSize(puts + 1);
  }

  @Test
  void destinations_of_one_repository_share_their_uploads() {
    ImageReference second = ImageReference.parse(destination.name() + ":second");
    DescribedImage image = image(12, 22);

    registries.destination(destination).write(image);
    registries.destination(second).write(image);

    assertThat(between.asked("PUT /v2/" + destination.repository() + "/blobs/")).hasSize(3);
    assertThat(between.asked("PUT /v2/" + destination.repository() + "/manifests/")).hasSize(2);
  }

  @Test
  void another_repository_of_the_registry_lends_what_was_uploaded_to_the_first() {
    ImageReference second = reference(destination.repository() + "/copy");
    DescribedImage image = image(13, 23);

    registries.destination(destination).write(image);
    registries.destination(second).write(image);

    assertThat(between.asked("mount=")).hasSize(3);
    assertThat(between.asked("PUT /v2/" + second.repository() + "/blobs/")).isEmpty();
  }

  @Test
  void the_layers_of_a_base_are_lent_by_its_repository() {
    ImageReference base = reference(destination.repository() + "/base");
    registries.destination(base).write(image(14, 24));
    ResolvedImage resolved = registries.resolve(base, AMD64);

    registries.destination(destination).write(rebuilt(resolved));

    assertThat(between.asked("mount=")).hasSize(2);
    assertThat(between.asked("PUT /v2/" + destination.repository() + "/blobs/")).hasSize(1);
    assertThat(between.asked("GET /v2/" + base.repository() + "/blobs/")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 401, 403, 404, 405})
  void layers_that_are_not_lent_are_uploaded(int answer) {
    ImageReference base = reference(destination.repository() + "/base");
    registries.destination(base).write(image(15));
    ResolvedImage resolved = registries.resolve(base, AMD64);
    between.answerBy(
        (exchange, it) -> {
          if (!it.target().contains("mount=")) {
            forwarder.answer(exchange, it);
          } else if (answer == 202) {
            String plain = it.target().substring(0, it.target().indexOf('?'));
            forwarder.answer(exchange, new Asked("POST", plain, "", "", "", 0));
          } else {
            FaultServer.reply(exchange, answer, "");
          }
        });

    registries.destination(destination).write(rebuilt(resolved));

    assertThat(registries.resolve(destination, AMD64).layers()).hasSize(1);
  }

  @Test
  void the_layers_of_a_base_in_another_registry_stream_through() throws IOException {
    try (RegistryProcess other = RegistryProcess.start()) {
      ImageReference base = ImageReference.parse(other.host() + "/base:1");
      registries.destination(base).write(image(300_000));

      registries.destination(destination).write(rebuilt(registries.resolve(base, AMD64)));

      ImageLayer layer = registries.resolve(destination, AMD64).layers().getFirst();
      try (var stream = layer.content().open()) {
        assertThat(Digest.sha256(stream.readAllBytes())).isEqualTo(layer.descriptor().digest());
      }
    }
  }

  @Test
  void a_layer_is_sent_in_pieces_where_it_is_too_long_and_only_the_broken_piece_again() {
    DescribedImage image = image(300_000);
    AtomicInteger pieces = new AtomicInteger();
    between.answerBy(
        (exchange, it) -> {
          if (isWhole(it)) {
            FaultServer.reply(exchange, 413, "too long");
          } else if (it.method().equals("PATCH") && pieces.incrementAndGet() == 3) {
            throw new IOException("broken off on purpose");
          } else {
            forwarder.answer(exchange, it);
          }
        });

    registries.destination(destination).write(image);

    assertThat(registries.resolve(destination, AMD64).layers()).hasSize(1);
    List<Asked> patches = between.asked("PATCH");
    assertThat(patches).hasSize(6);
    assertThat(patches.get(2).body()).isEqualTo(patches.get(3).body());
    assertThat(between.asked("GET /v2/" + destination.repository() + "/blobs/uploads/")).hasSize(1);
    assertThat(listener.transfers()).containsValue(layer(image, 0).descriptor().size());
  }

  @Test
  void a_registry_that_forgets_an_upload_is_sent_all_again() {
    AtomicInteger pieces = new AtomicInteger();
    between.answerBy(
        (exchange, it) -> {
          boolean forgotten = pieces.get() == 2;
          if (isWhole(it)) {
            FaultServer.reply(exchange, 500, "");
          } else if (it.method().equals("PATCH") && pieces.incrementAndGet() == 2) {
            FaultServer.reply(exchange, 404, "{\"errors\":[{\"code\":\"BLOB_UPLOAD_UNKNOWN\"}]}");
          } else if (it.method().equals("GET") && forgotten && it.target().contains("uploads")) {
            FaultServer.reply(exchange, 404, "");
          } else {
            forwarder.answer(exchange, it);
          }
        });

    registries.destination(destination).write(image(200_000));

    assertThat(registries.resolve(destination, AMD64).layers()).hasSize(1);
    assertThat(between.asked("POST")).hasSize(4);
  }

  @Test
  void a_registry_that_takes_nothing_is_given_up() {
    between.answerBy(
        (exchange, it) -> {
          if (isWhole(it)) {
            FaultServer.reply(exchange, 500, "");
          } else if (it.method().equals("PATCH")) {
            FaultServer.reply(exchange, 202, "", "Location", it.target(), "Range", "0-0");
          } else {
            forwarder.answer(exchange, it);
          }
        });

    assertThatThrownBy(() -> registries.destination(destination).write(image(200_000)))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("took nothing");
    assertThat(between.asked("PATCH")).hasSize(3);
  }

  @Test
  void a_registry_that_forgets_each_piece_is_given_up() {
    between.answerBy(
        (exchange, it) -> {
          if (isWhole(it)) {
            FaultServer.reply(exchange, 500, "");
          } else if (it.method().equals("PATCH") && !it.body().isEmpty() && isSecond(exchange)) {
            FaultServer.reply(exchange, 404, "");
          } else if (it.method().equals("GET") && it.target().contains("uploads")) {
            FaultServer.reply(exchange, 404, "");
          } else {
            forwarder.answer(exchange, it);
          }
        });

    assertThatThrownBy(() -> registries.destination(destination).write(image(200_000)))
        .isInstanceOf(RegistryFailure.class);
    assertThat(between.asked("PATCH").size()).isLessThan(10);
  }

  @Test
  void no_tag_is_written_when_a_layer_cannot_be() {
    DescribedImage image = image(16, 26);
    String refused = layer(image, 1).descriptor().digest().hex();
    between.answerBy(
        (exchange, it) -> {
          if (it.method().equals("PUT") && it.target().contains(refused)) {
            FaultServer.reply(exchange, 403, "{\"errors\":[{\"code\":\"DENIED\"}]}");
          } else {
            forwarder.answer(exchange, it);
          }
        });

    assertThatThrownBy(() -> registries.destination(destination).write(image))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining(destination.name() + ": cannot push the blob sha256:" + refused)
        .hasMessageContaining("403: DENIED");
    assertThat(between.asked("/manifests/")).isEmpty();
  }

  @Test
  void a_layer_is_uploaded_as_soon_as_it_is_offered_and_once() throws Exception {
    DescribedImage image = image(17);
    ImageOutput output = registries.destination(destination);

    output.offer(layer(image, 0));
    String blob = "digest=sha256%3A" + layer(image, 0).descriptor().digest().hex();
    for (int i = 0; between.asked(blob).isEmpty(); i++) {
      assertThat(i).as("polls until the upload").isLessThan(1000);
      Thread.sleep(10);
    }
    output.write(image);

    assertThat(between.asked(blob)).hasSize(1);
  }

  @Test
  void what_failed_in_the_background_is_tried_again_at_the_end() throws Exception {
    DescribedImage image = image(18);
    between.answerBy((exchange, it) -> FaultServer.reply(exchange, 403, ""));
    ImageOutput output = registries.destination(destination);
    output.offer(layer(image, 0));
    for (int i = 0; between.asked("HEAD").isEmpty(); i++) {
      assertThat(i).as("polls until the upload fails").isLessThan(1000);
      Thread.sleep(10);
    }
    Thread.sleep(100);
    between.answerBy(forwarder);

    output.write(image);

    assertThat(registries.resolve(destination, AMD64).layers()).hasSize(1);
  }

  @Test
  void a_foreign_layer_is_named_and_not_uploaded() {
    ImageLayer layer = layer(image(19), 0);
    Descriptor foreign =
        new Descriptor(
            MediaTypes.OCI_FOREIGN_LAYER + "+gzip",
            layer.descriptor().digest(),
            layer.descriptor().size(),
            List.of("https://windows.example/layer"),
            new TreeMap<>());
    // The registry would refuse a URL that it was not told to allow, so nothing goes to it here.
    between.answerBy(
        (exchange, it) -> {
          if (it.method().equals("PUT") && it.target().contains("/manifests/")) {
            FaultServer.reply(
                exchange, 201, "", "Docker-Content-Digest", Digest.sha256(it.body()).toString());
          } else {
            forwarder.answer(exchange, it);
          }
        });

    registries
        .destination(destination)
        .write(image(List.of(new ImageLayer(foreign, layer.diffId(), layer.content()))));

    assertThat(between.asked("PUT /v2/" + destination.repository() + "/blobs/")).hasSize(1);
    assertThat(between.asked(layer.descriptor().digest().hex())).isEmpty();
    assertThat(between.asked("/manifests/").getFirst().body())
        .contains("\"urls\":[\"https://windows.example/layer\"]");
  }

  @Test
  void a_registry_that_makes_something_else_of_the_manifest_is_noticed() {
    between.answerBy(
        (exchange, it) -> {
          if (it.method().equals("PUT") && it.target().contains("/manifests/")) {
            FaultServer.reply(
                exchange, 201, "", "Docker-Content-Digest", Digest.sha256("other").toString());
          } else {
            forwarder.answer(exchange, it);
          }
        });

    assertThatThrownBy(() -> registries.destination(destination).write(image(31)))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("the registry made " + Digest.sha256("other"));
  }

  @Test
  void a_registry_that_says_nothing_of_the_digest_is_asked() {
    between.answerBy(
        (exchange, it) -> {
          if (it.method().equals("PUT") && it.target().contains("/manifests/")) {
            FaultServer.reply(exchange, 201, "");
          } else if (it.target().contains("/manifests/")) {
            FaultServer.reply(exchange, 200, image(33).manifest());
          } else {
            forwarder.answer(exchange, it);
          }
        });

    assertThatThrownBy(() -> registries.destination(destination).write(image(32)))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("the registry made " + image(33).manifestDescriptor().digest());
  }

  @Test
  void an_upload_elsewhere_gets_no_credentials() {
    try (FaultServer store =
            new FaultServer((exchange, it) -> FaultServer.reply(exchange, 201, ""));
        Registries known =
            Impatient.registries(
                Impatient.OPTIONS,
                listener,
                Impatient.helper(
                    Map.of(between.host(), new Credential.UserPassword("me", "pw"))))) {
      between.answerBy(
          (exchange, it) -> {
            if (it.authorization().isEmpty()) {
              FaultServer.reply(exchange, 401, "", "WWW-Authenticate", "Basic realm=x");
            } else if (it.method().equals("POST")) {
              FaultServer.reply(exchange, 202, "", "Location", store.url("/up?state=1"));
            } else if (it.target().contains("/manifests/")) {
              FaultServer.reply(
                  exchange, 201, "", "Docker-Content-Digest", Digest.sha256(it.body()).toString());
            } else {
              FaultServer.reply(exchange, 404, "");
            }
          });

      known.destination(destination).write(image(34));

      assertThat(store.asked("PUT /up?state=1&digest=sha256%3A"))
          .hasSize(2)
          .allMatch(it -> it.authorization().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://169.254.169.254/up", "http://store.invalid/up", "file:///tmp/up", ""})
  void an_upload_to_a_forbidden_place_is_refused(String location) {
    between.answerBy(
        (exchange, it) -> {
          if (!it.method().equals("POST")) {
            FaultServer.reply(exchange, 404, "");
          } else if (location.isEmpty()) {
            FaultServer.reply(exchange, 202, "");
          } else {
            FaultServer.reply(exchange, 202, "", "Location", location);
          }
        });

    assertThatThrownBy(() -> registries.destination(destination).write(image(35)))
        .isInstanceOf(RegistryFailure.class)
        .message()
        .containsAnyOf("as its place to upload to", "does not say where to upload to");
  }

  @Test
  void a_check_begins_a_push_and_takes_it_back() {
    registries.destination(destination).check();

    assertThat(between.asked().stream().map(Asked::method).toList())
        .containsExactly("GET", "POST", "DELETE");
  }

  @Test
  void a_registry_that_cannot_cancel_the_trial_passes_the_check() {
    between.answerBy(
        (exchange, it) -> {
          if (it.method().equals("DELETE")) {
            throw new IOException("broken off on purpose");
          }
          forwarder.answer(exchange, it);
        });

    registries.destination(destination).check();

    assertThat(listener.lines()).anyMatch(line -> line.contains("was not cancelled"));
  }

  @Test
  void a_layer_whose_file_is_gone_is_the_machines_failure() throws IOException {
    DescribedImage image = image(36);
    Path file = layer(image, 0).content().file().orElseThrow();
    Files.delete(file);

    assertThatThrownBy(() -> registries.destination(destination).write(image))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("cannot read " + file);
  }

  @Test
  void a_layer_whose_file_was_cut_short_is_the_machines_failure() throws IOException {
    DescribedImage image = image(37);
    Path file = layer(image, 0).content().file().orElseThrow();
    Files.write(file, new byte[3]);

    assertThatThrownBy(() -> registries.destination(destination).write(image))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("bytes too soon");
  }

  @Test
  void a_destination_with_a_digest_is_refused() {
    ImageReference pinned = destination.pinnedTo(Digest.sha256("x"));

    assertThatThrownBy(() -> registries.destination(pinned))
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining("a destination is a tag");
  }

  private static boolean isWhole(Asked it) {
    return it.method().equals("PUT")
        && it.target().contains("/blobs/")
        && it.body().length() > 1000;
  }

  private static boolean isSecond(HttpExchange exchange) {
    return !exchange.getRequestHeaders().getFirst("Content-Range").startsWith("0-");
  }

  private DescribedImage image(int... sizes) {
    return SampleImage.of(ImageFormat.OCI, directory, sizes);
  }

  private static DescribedImage image(List<ImageLayer> layers) {
    return new JsonImageDocuments()
        .describe(
            new BuiltImage(
                ImageFormat.OCI,
                ImageConfig.scratch(AMD64)
                    .withDiffIds(layers.stream().map(ImageLayer::diffId).toList()),
                layers,
                new TreeMap<>()));
  }

  private static DescribedImage rebuilt(ResolvedImage base) {
    return new JsonImageDocuments()
        .describe(
            new BuiltImage(
                ImageFormat.OCI,
                base.config().withAuthor("somebody else"),
                base.layers(),
                new TreeMap<>()));
  }

  private static ImageLayer layer(DescribedImage image, int number) {
    return image.image().layers().get(number);
  }

  private ImageReference reference(String repository) {
    return ImageReference.parse(between.host() + "/" + repository + ":1");
  }
}
