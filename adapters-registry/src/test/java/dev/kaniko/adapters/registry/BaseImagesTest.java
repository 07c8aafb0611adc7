package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.base.BaseContents;
import dev.kaniko.adapters.registry.base.BaseLayout;
import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.adapters.registry.document.ManifestWriter;
import dev.kaniko.adapters.registry.testkit.FaultServer;
import dev.kaniko.adapters.registry.testkit.Forwarder;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.adapters.registry.testkit.RegistryProcess;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.cache.BaseImages.Kept;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ResolvedImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Base images in a directory, of a real registry whose requests are counted. */
class BaseImagesTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");
  private static final Instant WARMED = Instant.parse("2024-05-06T07:08:09Z");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static RegistryProcess registry;
  private static Forwarder forwarder;

  @TempDir Path directory;

  private final FaultServer between =
      new FaultServer((exchange, it) -> forwarder.answer(exchange, it));
  private final RecordingListener listener = new RecordingListener();
  private Path cache;
  private ImageReference tag;
  private DescribedImage image;

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
  void pushAnImage() {
    cache = directory.resolve("cache/bases");
    tag = ImageReference.parse(between.host() + "/bases/b" + NUMBER.incrementAndGet() + ":1");
    image = SampleImage.of(ImageFormat.DOCKER, directory, 1000, 50_000);
    try (Registries registries = Impatient.registries(listener)) {
      registries.destination(tag).write(image);
    }
  }

  @AfterEach
  void close() {
    between.close();
  }

  private ImageReference pinned(Digest digest) {
    return ImageReference.parse(tag.name() + "@" + digest);
  }

  private Kept warm(ImageReference reference, boolean anew) {
    try (Registries registries = Impatient.registries(listener)) {
      return registries.baseImages(cache, anew, InstantSource.fixed(WARMED)).keep(reference, AMD64);
    }
  }

  /** Reads the whole image as a build does that finds it in the cache after {@code time}. */
  private ResolvedImage build(ImageReference reference, Duration time) throws IOException {
    CacheAge age = new CacheAge(WEEK, InstantSource.fixed(WARMED.plus(time)));
    try (Registries registries = Impatient.registries(listener)) {
      registries.preferring(BaseLayout.open(cache, true, age, listener).orElseThrow());
      ResolvedImage found = registries.resolve(reference, AMD64);
      assertThat(found.config()).isEqualTo(image.image().config());
      for (ImageLayer layer : found.layers()) {
        try (InputStream stream = layer.content().open()) {
          assertThat(Digest.sha256(stream.readAllBytes())).isEqualTo(layer.descriptor().digest());
        }
        assertThat(layer.content().origin()).isPresent();
      }
      return found;
    }
  }

  private List<String> askedBy(Build build) throws IOException {
    int before = between.asked().size();
    build.run();
    return between.asked().stream()
        .skip(before)
        .map(it -> it.method() + " " + it.target())
        .filter(it -> !it.endsWith("/v2/"))
        .toList();
  }

  @FunctionalInterface
  private interface Build {
    void run() throws IOException;
  }

  private Path largestLayer() {
    Digest digest = image.image().layers().getLast().descriptor().digest();
    return cache.resolve("blobs/sha256").resolve(digest.hex());
  }

  @Test
  void an_image_that_is_named_by_its_digest_is_taken_without_a_request() throws IOException {
    warm(tag, false);
    ImageReference pinned = pinned(image.manifestDescriptor().digest());
    assertThat(askedBy(() -> build(pinned, Duration.ofDays(1000)))).isEmpty();
    assertThat(listener.lines())
        .anyMatch(it -> it.contains("Found " + image.manifestDescriptor().digest() + " in local"));
  }

  @Test
  void of_a_tag_nothing_is_asked_but_what_it_means() throws IOException {
    warm(tag, false);
    assertThat(askedBy(() -> build(tag, Duration.ZERO)))
        .containsExactly("GET /v2/" + tag.repository() + "/manifests/1");
  }

  @Test
  void a_tag_that_means_another_image_now_gives_that_one() throws IOException {
    warm(tag, false);
    image = SampleImage.of(ImageFormat.DOCKER, directory, 2000);
    try (Registries registries = Impatient.registries(listener)) {
      registries.destination(tag).write(image);
    }
    assertThat(build(tag, Duration.ZERO).manifest()).isEqualTo(image.manifestDescriptor());
  }

  @Test
  void the_digest_of_an_index_leads_to_the_image_without_a_request() throws Exception {
    String index = ManifestWriter.index(List.of(image.manifestDescriptor()));
    HttpRequest put =
        HttpRequest.newBuilder(
                URI.create(
                    "http://%s/v2/%s/manifests/i".formatted(between.host(), tag.repository())))
            .header("Content-Type", MediaTypes.OCI_INDEX)
            .PUT(BodyPublishers.ofString(index))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(put, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
    }
    ImageReference pinned = pinned(Digest.sha256(index));
    warm(pinned, false);
    assertThat(askedBy(() -> build(pinned, Duration.ZERO))).isEmpty();
  }

  @Test
  void an_image_that_is_too_old_is_fetched() throws IOException {
    warm(tag, false);
    assertThat(askedBy(() -> build(tag, WEEK))).hasSize(1);
    assertThat(askedBy(() -> build(tag, WEEK.plusNanos(1)))).anyMatch(it -> it.contains("/blobs/"));
    assertThat(listener.lines()).anyMatch(it -> it.contains("Expired in local cache"));
  }

  @Test
  void what_a_tag_meant_not_long_ago_does_when_its_registry_is_gone() throws IOException {
    warm(tag, false);
    between.close();
    assertThat(build(tag, WEEK).manifest()).isEqualTo(image.manifestDescriptor());
    assertThat(listener.lines()).anyMatch(it -> it.contains("is taken as it was at " + WARMED));
    assertThatThrownBy(() -> build(tag, WEEK.plusNanos(1))).isInstanceOf(RegistryFailure.class);
  }

  @Test
  void what_is_damaged_is_fetched_by_builds_and_replaced_by_the_warmer() throws IOException {
    warm(tag, false);
    byte[] right = Files.readAllBytes(largestLayer());
    byte[] wrong = right.clone();
    wrong[wrong.length / 2] ^= 1;
    Files.write(largestLayer(), wrong);
    assertThat(askedBy(() -> build(tag, Duration.ZERO)))
        .filteredOn(it -> it.contains("/blobs/"))
        .hasSize(1);
    assertThat(listener.lines()).anyMatch(it -> it.contains("not as it should be"));
    assertThat(warm(tag, false).fetched()).isEqualTo(right.length);
    assertThat(Files.readAllBytes(largestLayer())).isEqualTo(right);
    assertThat(askedBy(() -> build(tag, Duration.ZERO))).hasSize(1);
  }

  @Test
  void a_damaged_manifest_or_config_is_fetched_too() throws IOException {
    warm(tag, false);
    for (Digest digest :
        List.of(image.manifestDescriptor().digest(), image.configDescriptor().digest())) {
      Files.writeString(cache.resolve("blobs/sha256").resolve(digest.hex()), "{}");
    }
    build(pinned(image.manifestDescriptor().digest()), Duration.ZERO);
  }

  @Test
  void what_is_there_is_fetched_again_only_when_that_is_asked_for() {
    Kept first = warm(tag, false);
    assertThat(first.manifest()).isEqualTo(image.manifestDescriptor().digest());
    assertThat(first.fetched()).isGreaterThan(first.size()).isPositive();
    assertThat(warm(tag, false).fetched()).isZero();
    assertThat(warm(tag, true).fetched()).isEqualTo(first.fetched());
  }

  @Test
  void nothing_is_written_through_a_link() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createDirectories(cache);
    Files.createSymbolicLink(cache.resolve("blobs"), elsewhere);
    assertThatThrownBy(() -> warm(tag, false)).isInstanceOf(UnsafeContentFailure.class);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void a_directory_that_is_no_cache_is_told_and_stops_no_build() throws IOException {
    CacheAge age = new CacheAge(WEEK, InstantSource.system());
    assertThat(BaseLayout.open(cache, false, age, listener)).isEmpty();
    assertThat(listener.lines()).noneMatch(it -> it.contains("base cache"));
    assertThat(BaseLayout.open(cache, true, age, listener)).isEmpty();
    assertThat(listener.lines()).anyMatch(it -> it.contains("is empty"));
    Files.createDirectories(cache);
    Files.writeString(cache.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[1]}");
    assertThat(BaseLayout.open(cache, true, age, listener)).isEmpty();
    assertThat(listener.lines()).anyMatch(it -> it.contains("cannot be used"));
  }

  @Test
  void an_image_that_is_removed_is_fetched_and_what_others_share_with_it_stays()
      throws IOException {
    warm(tag, false);
    ImageReference pinned = pinned(image.manifestDescriptor().digest());
    warm(pinned, false);
    BaseContents contents = new BaseContents(cache);
    assertThat(contents.items()).hasSize(2);
    assertThat(contents.remove(List.of(contents.items().getFirst()))).isZero();
    assertThat(askedBy(() -> build(pinned, Duration.ZERO))).isEmpty();
    assertThat(contents.remove(contents.items())).isEqualTo(warm(tag, false).fetched());
  }
}
