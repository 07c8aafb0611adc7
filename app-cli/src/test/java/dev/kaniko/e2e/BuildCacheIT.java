package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.ImageReader;
import dev.kaniko.e2e.image.ImageSnapshot;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Caches in one piece, as BuildKit has them: in a registry, in a layout, in images. */
@ExtendWith(SharedWorld.class)
class BuildCacheIT {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String STAGES =
      """
      ARG REGISTRY
      FROM ${REGISTRY}/busybox AS made
      RUN date +%s%N | tee /x > /z
      FROM ${REGISTRY}/busybox
      WORKDIR /w
      COPY --from=made /x /
      COPY a /
      RUN date +%s%N > /when
      """;

  private final TestWorld world;
  private final ExecutorProgram executor;
  private final Path context;
  private final String name = "piece" + NUMBER.incrementAndGet();
  private final ImageName destination;
  private final ImageName cache;

  BuildCacheIT(TestWorld world) {
    this.world = world;
    this.executor = new ExecutorProgram(world);
    this.context = world.newFolder("context");
    this.destination = world.registry().image(name, "1");
    this.cache = world.registry().image(name + "/cache", "main");
  }

  @BeforeEach
  void writeTheContext() throws IOException {
    write("a", "a");
    write("Dockerfile", STAGES);
  }

  @Test
  void a_build_that_changed_nothing_moves_nothing_and_writes_the_same_cache() {
    String[] flags = {"--cache-from=" + cache, "--cache-to=type=registry,mode=max,ref=" + cache};
    String first = build(flags);
    assertThat(first).contains("the cache " + cache + " is not used");
    ImageSnapshot image = image(destination);
    int before = world.registry().requests().size();
    assertThat(build(flags)).doesNotContain("No cached layer found").doesNotContain("not used");
    List<String> asked = requestsAfter(before);
    assertThat(image(destination).manifest()).isEqualTo(image.manifest());
    // The configs of the base and of the cache.
    assertThat(asked).filteredOn(it -> it.matches("GET .*/blobs/.*")).hasSizeLessThanOrEqualTo(2);
    assertThat(asked).noneMatch(it -> it.matches("(PUT|PATCH) .*/blobs/.*"));
    assertThat(asked).contains("PUT /v2/" + name + "/cache/manifests/main");

    ImageName elsewhere = world.registry().image(name + "/elsewhere", "1");
    int again = world.registry().requests().size();
    build("--cache-from=" + cache, "--destination=" + elsewhere);
    List<String> mounting = requestsAfter(again);
    assertThat(image(elsewhere).manifest()).isEqualTo(image.manifest());
    assertThat(mounting)
        .filteredOn(it -> it.matches("GET .*/blobs/.*"))
        .hasSizeLessThanOrEqualTo(2);
    assertThat(mounting)
        .filteredOn(it -> it.contains("/elsewhere/blobs/uploads/?") && it.contains("mount="))
        .hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void a_layout_has_the_steps_of_the_image_or_with_mode_max_those_of_all_stages()
      throws IOException {
    Path layout = world.newFolder("layout").resolve("cache");
    String to = "--cache-to=type=local,dest=" + layout;
    build(to + ",tag=least", to + ",tag=most,mode=max,image-manifest=false");
    ImageSnapshot image = image(destination);
    write("Dockerfile", STAGES.replace("/x /\n", "/x /y\n"));
    String most = build("--cache-from=type=local,tag=most,src=" + layout);
    assertThat(most)
        .contains("Using caching version of cmd: RUN date +%s%N | tee")
        .contains("No cached layer found for cmd COPY --from=made /x /y");
    String least = build("--cache-from=type=local,tag=least,src=" + layout);
    assertThat(least)
        .contains("No cached layer found for cmd RUN date +%s%N | tee")
        .contains("Using caching version of cmd: WORKDIR /w");
    write("Dockerfile", STAGES);
    String both =
        build(
            "--cache-from=type=local,tag=none,src=" + layout,
            "--cache-from=type=local,tag=least,src=" + layout);
    assertThat(both).contains("has no cache none").doesNotContain("No cached layer found");
    assertThat(image(destination).manifest()).isEqualTo(image.manifest());
  }

  @Test
  void an_image_has_its_own_cache_which_docker_can_live_with() throws IOException {
    String inline = "--build-arg=BUILDKIT_INLINE_CACHE=1";
    assertThat(build(inline)).doesNotContain("is not used");
    ImageSnapshot image = image(destination);
    build(inline, "--cache-from=" + destination);
    assertThat(image(destination).manifest()).isEqualTo(image.manifest());
    assertThat(docker("--cache-from=" + destination).succeeded()).isTrue();

    ImageName theirs = world.registry().image(name + "/docker", "1");
    docker("--build-arg=BUILDKIT_INLINE_CACHE=1", "--tag=" + theirs).outputOrFail();
    world.engine().docker("push", "--quiet", theirs.toString()).outputOrFail();
    String output = build("--cache-from=" + theirs, "--cache-from=" + destination);
    assertThat(output.lines().filter(it -> it.contains("is a cache of another builder's")))
        .hasSize(1);
    assertThat(output).doesNotContain("No cached layer found");
    // As with BuildKit, the cache is not handed on to images that are not told to have one.
    assertThat(image(destination).manifest()).isNotEqualTo(image.manifest());
    assertThat(image(destination).layers()).isEqualTo(image.layers());
  }

  private Outcome docker(String... more) {
    List<String> all =
        new ArrayList<>(List.of("build", "--network=host", "--progress=plain", context.toString()));
    all.add("--build-arg=REGISTRY=" + world.registry().address());
    all.addAll(Arrays.asList(more));
    return world.engine().docker(all.toArray(String[]::new));
  }

  @Test
  void a_cache_that_cannot_be_written_fails_the_build_unless_that_may_be() throws IOException {
    String nowhere = "--cache-to=type=registry,ref=localhost:1/cache:1";
    Outcome failed = run(nowhere);
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.output()).contains("the cache localhost:1/cache:1 cannot be written");
    assertThat(failed.output()).as("before it builds").doesNotContain("RUN date");
    Outcome unasked = run(nowhere, "--skip-push-permission-check");
    assertThat(unasked.output())
        .contains("RUN date", "the cache localhost:1/cache:1 cannot be written");
    assertThat(unasked.exitCode()).isEqualTo(1);
    Outcome unwritable = run("--cache-to=type=local,dest=/dev/null/cache");
    assertThat(unwritable.exitCode()).isEqualTo(1);
    assertThat(unwritable.output())
        .contains("cannot write an image layout to /dev/null/cache")
        .doesNotContain("RUN date");
    String told = build(nowhere + ",ignore-error=true");
    assertThat(told).contains("the cache localhost:1/cache:1 cannot be written");
    write("Dockerfile", STAGES + "RUN false\n");
    assertThat(run("--cache-to=type=registry,ref=" + cache).succeeded()).isFalse();
    assertThat(world.registry().requests())
        .noneMatch(it -> it.equals("PUT /v2/" + name + "/cache/manifests/main"));
  }

  @Test
  void a_damaged_layer_is_made_anew_and_the_cache_is_right_again() throws IOException {
    write("Dockerfile", "ARG REGISTRY\nFROM ${REGISTRY}/busybox\nRUN date +%s%N > /one\n");
    String[] flags = {"--cache-from=" + cache, "--cache-to=" + cache};
    build(flags);
    Path blob = world.registry().blob(image(destination).layers().getLast().digest());
    Files.write(blob, new byte[10], StandardOpenOption.TRUNCATE_EXISTING);
    String more = "RUN cat /one > /two\n";
    write("Dockerfile", Files.readString(context.resolve("Dockerfile")) + more);
    assertThat(build(flags)).contains("a cached layer cannot be used, all is built");
    ImageSnapshot image = image(destination);
    assertThat(image.files().keySet()).contains("one", "two");
    assertThat(build(flags)).doesNotContain("No cached layer found").doesNotContain("be used");
    assertThat(image(destination).manifest()).isEqualTo(image.manifest());
  }

  @Test
  void it_is_asked_after_the_cache_of_single_layers_and_by_docker_s_flags() throws IOException {
    Path single = world.newFolder("single").resolve("layers");
    build("--cache", "--cache-repo=oci:" + single);
    write("Dockerfile", STAGES + "COPY a /b\n");
    build("--cache", "--cache-repo=oci:" + single, "--no-push-cache", "--cache-to=" + cache);
    ImageSnapshot image = image(destination);
    String both =
        build("--cache", "--cache-repo=oci:" + single, "--cache-from=" + cache, "--cache-explain");
    assertThat(both).contains("COPY a /b: hit").doesNotContain(": miss");
    assertThat(image(destination).manifest()).isEqualTo(image.manifest());
    assertThat(dockerGrammar("--cache-from=" + cache, "--cache-to=type=inline"))
        .doesNotContain("No cached layer found")
        .contains("Using caching version of cmd");
    assertThat(dockerGrammar("--no-cache", "--cache-to=" + cache)).doesNotContain("cached layer");
    assertThat(build("--cache-from=" + cache)).doesNotContain("No cached layer found");
  }

  private String dockerGrammar(String... more) {
    List<String> all = new ArrayList<>(List.of("build", "--push", "--tag=" + destination));
    all.add("--build-arg=REGISTRY=" + world.registry().address());
    all.addAll(Arrays.asList(more));
    all.add(context.toString());
    return executor
        .with("KANIKO_DIR", executor.workDirectory().toString())
        .run(all.toArray(String[]::new))
        .outputOrFail();
  }

  private String build(String... more) {
    return run(more).outputOrFail();
  }

  private Outcome run(String... more) {
    List<String> all = new ArrayList<>(List.of("--context=" + context));
    if (Arrays.stream(more).noneMatch(it -> it.startsWith("--destination"))) {
      all.add("--destination=" + destination);
    }
    all.addAll(Arrays.asList(more));
    return executor.build(all.toArray(String[]::new));
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(context.resolve(file), content);
  }

  private List<String> requestsAfter(int count) {
    List<String> all = world.registry().requests();
    return all.subList(count, all.size());
  }

  private static ImageSnapshot image(ImageName name) {
    try (ImageReader reader = new ImageReader()) {
      return reader.read(name);
    }
  }
}
