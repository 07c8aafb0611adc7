package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.ImageReader;
import dev.kaniko.e2e.image.ImageSnapshot;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import dev.kaniko.e2e.world.VanishingRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Caches in directories: base images and layers, how they are filled, told of and emptied. */
@ExtendWith(SharedWorld.class)
class CacheDirectoryIT {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String FROM = "ARG REGISTRY\nFROM ${REGISTRY}/busybox\n";

  private final TestWorld world;
  private final ExecutorProgram executor;
  private final Path context;
  private final Path bases;
  private final Path layers;
  private final ImageName destination;

  CacheDirectoryIT(TestWorld world) {
    this.world = world;
    this.executor = new ExecutorProgram(world);
    this.context = world.newFolder("context");
    this.bases = world.newFolder("bases").resolve("cache");
    this.layers = world.newFolder("layers").resolve("cache");
    this.destination = world.registry().image("kept" + NUMBER.incrementAndGet(), "1");
  }

  @BeforeEach
  void writeAFile() throws IOException {
    write("a", "a");
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(context.resolve(name), content);
  }

  private Outcome warm(String... arguments) {
    List<String> all = new ArrayList<>();
    all.add(executor.distribution().resolve("bin/warmer").toString());
    all.addAll(List.of("--cache-dir=" + bases, "--insecure-registry", world.registry().address()));
    all.addAll(Arrays.asList(arguments));
    return Program.of(all).in(context).run();
  }

  private String build(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--cache",
                "--cache-repo=oci:" + layers,
                "--context=" + context,
                "--destination=" + destination));
    all.addAll(Arrays.asList(more));
    return executor.build(all.toArray(String[]::new)).outputOrFail();
  }

  private ImageSnapshot image() {
    try (ImageReader reader = new ImageReader()) {
      return reader.read(destination);
    }
  }

  private List<String> blobsAskedBy(Runnable build) {
    int before = world.registry().requests().size();
    build.run();
    List<String> all = world.registry().requests();
    return all.subList(before, all.size()).stream()
        .filter(it -> it.matches("(GET|PUT|PATCH) .*/blobs/.*"))
        .toList();
  }

  @Test
  void warmers_side_by_side_keep_an_image_of_which_builds_fetch_nothing() throws IOException {
    write("Dockerfile", FROM + "RUN date +%s%N > /when\nCOPY a /\n");
    String base = world.registry().address() + "/busybox";
    List<CompletableFuture<Outcome>> warmers =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> warm("--image=" + base)))
            .limit(2)
            .toList();
    warmers.forEach(each -> each.join().outputOrFail());
    assertThat(warm("-d", "Dockerfile", "--build-arg=REGISTRY=" + world.registry().address()))
        .matches(Outcome::succeeded)
        .extracting(Outcome::output)
        .asString()
        .contains("Image already in cache");
    assertThat(blobsAskedBy(() -> build("--cache-dir=" + bases)))
        .noneMatch(it -> it.startsWith("GET"));
    ImageSnapshot first = image();
    assertThat(blobsAskedBy(() -> build("--cache-dir=" + bases))).isEmpty();
    assertThat(image().manifest()).isEqualTo(first.manifest());
    assertThat(first.files().keySet()).contains("when", "a", "bin/busybox");
  }

  @Test
  void a_warmer_that_can_keep_nothing_says_so() {
    Outcome outcome = warm("--image=" + world.registry().address() + "/nowhere:1");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).contains("Failed warming cache:").contains("nowhere");
    assertThat(warm().output()).contains("You must select at least one image to cache");
  }

  @Test
  void a_layer_of_wrong_bytes_is_made_anew_before_it_is_used() throws IOException {
    write("Dockerfile", FROM + "RUN date +%s%N > /when\nCOPY a /\n");
    build();
    String copied = image().layers().getLast().digest().replace("sha256:", "");
    Path blob = layers.resolve("blobs/sha256").resolve(copied);
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length / 2] ^= 1;
    Files.write(blob, bytes);
    String output = build("--cache-verify");
    assertThat(output).contains("the cached layer sha256:" + copied + " is not used");
    assertThat(output).contains("Using caching version of cmd: RUN date");
    assertThat(image().layers().getLast().digest()).isEqualTo("sha256:" + copied);
    assertThat(build("--cache-verify")).doesNotContain("is not used");
  }

  @Test
  void a_cache_registry_that_goes_away_in_the_middle_leaves_the_image_right() throws IOException {
    write("Dockerfile", FROM + "RUN echo one > /one\nRUN cat /one > /two\n");
    build("--cache-repo=" + world.registry().address() + "/gone");
    write("Dockerfile", FROM + "RUN echo one > /one\nRUN cat /one > /three\n");
    try (VanishingRegistry cache = new VanishingRegistry(world.registry().address())) {
      String output = build("--cache-repo=" + cache.address() + "/gone");
      assertThat(cache.isGone()).isTrue();
      assertThat(output)
          .contains("Using caching version of cmd: RUN echo one")
          .contains("a cached layer cannot be used, all is built");
    }
    assertThat(image().files().keySet()).contains("one", "three").doesNotContain("two");
  }

  @Test
  void it_is_told_which_input_has_changed_and_not_its_value() throws IOException {
    String steps = "ARG TOKEN\nRUN echo $TOKEN > /t\nCOPY a /\nRUN cat /a\n";
    write("Dockerfile", FROM + steps);
    String first = build("--cache-explain", "--build-arg=TOKEN=first-value");
    assertThat(first).contains("nothing is known of an earlier build");
    String same = build("--cache-explain", "--build-arg=TOKEN=first-value");
    assertThat(same.lines().filter(it -> it.endsWith(": hit"))).hasSize(3);
    write("a", "changed");
    String changed = build("--cache-explain", "--build-arg=TOKEN=first-value");
    assertThat(changed)
        .contains("COPY a /: miss; changed since the last build: files")
        .contains("RUN cat /a: miss; changed since the last build: what is below it");
    String token = build("--cache-explain", "--build-arg=TOKEN=second-value");
    assertThat(token).contains("miss; changed since the last build: variable TOKEN");
    assertThat(first + same + changed + token).doesNotContain("t-value").doesNotContain("d-value");
  }

  @Test
  void what_is_in_a_cache_is_listed_and_pruned() throws IOException {
    write("Dockerfile", FROM + "RUN date +%s%N > /when\n");
    build();
    warm("--image=" + world.registry().address() + "/busybox");
    String[] both = {"--cache-repo=oci:" + layers, "--cache-dir=" + bases};
    String list = executor.run("cache", "list", both[0], both[1]).outputOrFail();
    assertThat(list).contains("layer  ").contains("base  " + world.registry().address());
    executor.run("cache", "prune", both[0], both[1], "--keep-days=1").outputOrFail();
    assertThat(build()).contains("Using caching version of cmd: RUN date");
    String pruned =
        executor.run("cache", "prune", both[0], both[1], "--keep-bytes=0").outputOrFail();
    assertThat(pruned).contains("1 entry removed").contains("0 entries left");
    assertThat(build()).contains("No cached layer found for cmd RUN date");
    Outcome registry = executor.run("cache", "prune", "--cache-repo=host/a", "--keep-days=1");
    assertThat(registry.exitCode()).isEqualTo(1);
    assertThat(registry.output()).contains("makes room by rules of its own");
  }
}
