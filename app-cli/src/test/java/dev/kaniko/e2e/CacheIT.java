package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.ImageReader;
import dev.kaniko.e2e.image.ImageSnapshot;
import dev.kaniko.e2e.image.Layer;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layer cache, in a real registry and in a directory. */
@ExtendWith(SharedWorld.class)
class CacheIT {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String FROM = "ARG REGISTRY\nFROM ${REGISTRY}/busybox\n";

  private final TestWorld world;
  private final ExecutorProgram executor;
  private final Path context;
  private ImageName destination;

  CacheIT(TestWorld world) {
    this.world = world;
    this.executor = new ExecutorProgram(world);
    this.context = world.newFolder("context");
  }

  @BeforeEach
  void nothingIsCached() throws IOException {
    destination = world.registry().image("cached" + NUMBER.incrementAndGet(), "1");
    write("a", "a");
    write("b", "b");
  }

  @Test
  void when_nothing_has_changed_no_layer_is_moved_and_the_image_is_the_same() throws IOException {
    write(
        "Dockerfile",
        FROM
            + """
            WORKDIR /w
            ENV X=1
            RUN date +%s%N > when
            COPY a b /w/
            RUN cat a b > c
            """);
    build();
    ImageSnapshot first = image();
    int before = world.registry().requests().size();
    String output = build();
    List<String> asked = after(before);
    assertThat(image().manifest()).isEqualTo(first.manifest());
    assertThat(output).doesNotContain("No cached layer found");
    assertThat(asked).noneMatch(it -> it.matches("(GET|PUT|PATCH) .*/blobs/.*"));
    assertThat(asked).noneMatch(it -> it.contains("mount="));
  }

  @Test
  void a_change_at_the_end_executes_one_step_again() throws IOException {
    write("Dockerfile", FROM + "RUN date +%s%N > /when\nCOPY a /\nCOPY b /\n");
    build();
    List<String> before = layers();
    write("b", "changed");
    int requests = world.registry().requests().size();
    String output = build();
    assertThat(after(requests)).noneMatch(it -> it.matches("GET .*/blobs/.*"));
    assertThat(output)
        .contains("Using caching version of cmd: RUN date")
        .contains("Using caching version of cmd: COPY a /")
        .contains("No cached layer found for cmd COPY b /");
    assertThat(layers().subList(0, before.size() - 1))
        .isEqualTo(before.subList(0, before.size() - 1));
    assertThat(layers().getLast()).isNotEqualTo(before.getLast());
  }

  @Test
  void a_plan_tells_the_keys_and_what_the_cache_has_and_changes_nothing() throws IOException {
    write(
        "Dockerfile",
        FROM
            + """
            COPY a /
            FROM ${REGISTRY}/busybox
            RUN echo a > /made
            COPY --from=0 /a /b
            COPY b /
            """);
    assertThat(plan()).hasSize(4).allMatch(it -> it.endsWith(", not cached"));
    assertThat(plan("--no-push-cache", "--cache=false"))
        .hasSize(4)
        .noneMatch(it -> it.contains("cached"));
    build();
    // The first stage is not needed then.
    assertThat(plan()).hasSize(3).allMatch(it -> it.matches(" +key [0-9a-f]{64}, cached"));
    write("b", "changed");
    assertThat(plan()).filteredOn(it -> it.endsWith(", not cached")).hasSize(1);
  }

  @Test
  void a_plan_of_what_cannot_be_built_is_the_mistake() throws IOException {
    write("Dockerfile", FROM + "COPY missing /\n");
    Outcome outcome = executor.build(arguments("--dryrun"));
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).contains("Dockerfile:3").contains("/missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--reproducible", "--build-arg=SOURCE_DATE_EPOCH=1700000000"})
  void the_age_of_a_layer_has_nothing_to_do_with_the_time_in_the_image(String flag)
      throws IOException {
    write("Dockerfile", FROM + "RUN date +%s%N > /when\nCOPY a /\n");
    build(flag);
    ImageSnapshot first = image();
    assertThat(build(flag)).doesNotContain("No cached layer found");
    assertThat(image().manifest()).isEqualTo(first.manifest());
  }

  /** The lines about keys. */
  private List<String> plan(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--dryrun"));
    arguments.addAll(List.of(more));
    int before = world.registry().requests().size();
    String output = build(arguments.toArray(String[]::new));
    assertThat(after(before)).noneMatch(it -> it.matches("(PUT|POST|PATCH) .*"));
    return output.lines().filter(it -> it.matches(" +key .*")).toList();
  }

  @Test
  void what_a_copy_depends_on_below_it_needs_no_layer_to_be_fetched() throws IOException {
    write(
        "Dockerfile",
        FROM
            + """
            RUN mkdir -p /d/sub && chmod 1770 /d/sub && ln -s d/sub /l
            RUN echo someone:x:77:88::/: >> /etc/passwd && echo crowd:x:99: >> /etc/group
            COPY --chown=someone a /l/x/
            COPY --chown=someone:crowd a b /l/
            WORKDIR /l/deeper
            """);
    build("--reproducible");
    write("b", "changed");
    int requests = world.registry().requests().size();
    String output = build("--reproducible");
    assertThat(after(requests)).noneMatch(it -> it.matches("GET .*/blobs/.*"));
    assertThat(output)
        .contains("Using caching version of cmd: COPY --chown=someone a /l/x/")
        .contains("No cached layer found for cmd COPY --chown=someone:crowd a b /l/");
    List<String> fromTheCache = layers();
    build("--reproducible", "--cache-repo=" + world.registry().address() + "/other");
    assertThat(fromTheCache).isEqualTo(layers());
  }

  @Test
  void a_copy_that_stands_alone_is_found_whatever_is_below_it() throws IOException {
    String copies = "COPY --link --chown=1:2 a /x/\nADD --link b /y/\n";
    write("Dockerfile", FROM + "RUN date +%s%N > /when\n" + copies);
    build();
    List<String> before = layers();
    write("Dockerfile", FROM.replace("/busybox", "/busybox AS other") + copies);
    int requests = world.registry().requests().size();
    assertThat(build()).doesNotContain("No cached layer found");
    assertThat(after(requests)).noneMatch(it -> it.matches("GET .*/blobs/.*"));
    List<String> after = layers();
    assertThat(after.subList(after.size() - 2, after.size()))
        .isEqualTo(before.subList(before.size() - 2, before.size()));
    write("b", "changed");
    requests = world.registry().requests().size();
    assertThat(build()).contains("No cached layer found for cmd ADD --link b /y/");
    assertThat(after(requests)).noneMatch(it -> it.matches("GET .*/blobs/.*"));
  }

  @Test
  void a_step_is_executed_over_the_cached_layers_before_it() throws IOException {
    write(
        "Dockerfile",
        FROM + "RUN mkdir /d && echo 1 > /d/f && ln /d/f /d/g && rm /etc/passwd\nCOPY a /d/\n");
    build();
    write("Dockerfile", Files.readString(context.resolve("Dockerfile")) + "RUN ls /d /etc > /ls\n");
    String output = build();
    assertThat(output).contains("Using caching version of cmd: COPY a /d/");
    write("Dockerfile", Files.readString(context.resolve("Dockerfile")) + "RUN cat /ls\n");
    assertThat(build()).contains("/d:\na\nf\ng\n").doesNotContain("\npasswd\n");
  }

  @Test
  void a_changed_step_that_comes_to_the_same_lets_the_later_ones_be_found() throws IOException {
    write("Dockerfile", FROM + "COPY a /\nRUN true\nRUN date +%s%N > /when\nCOPY b /\n");
    build();
    List<String> before = layers();
    write("Dockerfile", FROM + "COPY a /\nRUN : && true\nRUN date +%s%N > /when\nCOPY b /\n");
    String output = build();
    assertThat(output).contains("No cached layer found for cmd RUN : && true");
    assertThat(layers()).isEqualTo(before);
  }

  @Test
  void a_stage_whose_files_are_only_copied_in_cached_steps_is_not_built() throws IOException {
    String stages = "ARG REGISTRY\nFROM ${REGISTRY}/busybox AS made\nRUN echo x > /x\n";
    write("Dockerfile", stages + "FROM scratch\nCOPY --from=made /x /\nCOPY b /\n");
    build();
    write("b", "changed");
    assertThat(build()).doesNotContain("RUN echo x").contains("COPY --from=made");
    write("Dockerfile", stages + "FROM scratch\nCOPY --from=made /x /y\n");
    assertThat(build()).contains("Using caching version of cmd: RUN echo x > /x");
  }

  @Test
  void what_a_changed_stage_gives_is_compared_by_content() throws IOException {
    String rest = "FROM scratch\nCOPY --from=made /x /\nCOPY b /\n";
    write("Dockerfile", "FROM scratch AS made\nCOPY a /x\n" + rest);
    build();
    List<String> before = layers();
    write("Dockerfile", "FROM scratch AS made\nCOPY a /x\nCOPY b /y\n" + rest);
    build();
    assertThat(layers()).isEqualTo(before);
  }

  @Test
  void a_layer_that_was_damaged_in_the_cache_is_made_anew() throws IOException {
    write("Dockerfile", FROM + "RUN echo one > /one\nRUN cat /one > /two\n");
    build();
    Path blob = world.registry().blob(layers().get(layers().size() - 2));
    Files.write(blob, new byte[10], StandardOpenOption.TRUNCATE_EXISTING);
    write("Dockerfile", FROM + "RUN echo one > /one\nRUN cat /one > /three\n");
    String output = build();
    assertThat(output).contains("a cached layer cannot be used, all is built");
    assertThat(image().files().keySet()).contains("one", "three");
  }

  @Test
  void a_cache_that_cannot_be_reached_is_told_once_and_does_not_stop_the_build()
      throws IOException {
    write("Dockerfile", FROM + "RUN echo one > /one\nCOPY a /\n");
    String output = build("--cache-repo=localhost:1/cache");
    assertThat(output.lines().filter(line -> line.contains("a cached layer cannot be looked up")))
        .hasSize(1);
    assertThat(image().files().keySet()).contains("one", "a");
  }

  @Test
  void layers_can_be_kept_in_a_directory_and_only_read() throws IOException {
    Path cache = world.newFolder("cache").resolve("layers");
    write("Dockerfile", FROM + "RUN date +%s%N > /when\n");
    build("--cache-repo=oci:" + cache, "--no-push-cache");
    assertThat(cache).doesNotExist();
    build("--cache-repo=oci:" + cache);
    JsonNode manifest = image().manifest();
    build("--cache-repo=oci:" + cache);
    assertThat(image().manifest()).isEqualTo(manifest);
    build("--cache-repo=oci:" + cache, "--cache-ttl=1ns");
    assertThat(image().manifest()).isNotEqualTo(manifest);
  }

  /** The table of all inputs is {@code KeyInputsTest}'s; here ten of them and three others. */
  @Test
  void what_counts_is_a_miss_and_what_does_not_is_a_hit() throws IOException {
    String cache = "--cache-repo=oci:" + world.newFolder("pairs").resolve("layers");
    String run = FROM + "ARG A\nRUN echo $A > /r\n";
    String copy = "FROM scratch\nCOPY a /to/\n";
    for (String dockerfile : List.of(run, copy)) {
      assertThat(missesIn(dockerfile, cache)).isEqualTo(1);
      assertThat(missesIn(dockerfile, cache)).isZero();
    }
    String only = "--no-push-cache";
    assertThat(missesIn(run.replace("echo", "echo -n"), cache, only)).isEqualTo(1);
    assertThat(missesIn(run, cache, only, "--build-arg=A=1")).isEqualTo(1);
    assertThat(missesIn(run.replace("RUN", "ENV X=1\nRUN"), cache, only)).isEqualTo(1);
    assertThat(
            missesIn(
                run.replace("RUN", "SHELL [\"/bin/busybox\",\"sh\",\"-c\"]\nRUN"), cache, only))
        .isEqualTo(1);
    assertThat(missesIn(run.replace("RUN", "RUN --network=none"), cache, only)).isEqualTo(1);
    assertThat(missesIn(copy.replace("/to/", "/there/"), cache, only)).isEqualTo(1);
    assertThat(missesIn(copy.replace("COPY", "COPY --chmod=700"), cache, only)).isEqualTo(1);
    assertThat(missesIn(copy, cache, only, "--compression=zstd")).isEqualTo(1);
    assertThat(missesIn(copy, cache, only, "--label=a=b")).isZero();
    Files.setLastModifiedTime(context.resolve("a"), FileTime.fromMillis(1_000_000));
    Files.setAttribute(context.resolve("a"), "unix:uid", 4321);
    write("b", "of no interest");
    assertThat(missesIn(copy, cache, only)).isZero();
    Files.setPosixFilePermissions(
        context.resolve("a"), PosixFilePermissions.fromString("rwx------"));
    assertThat(missesIn(copy, cache, only)).isEqualTo(1);
    Files.delete(context.resolve("a"));
    write("a", "other");
    assertThat(missesIn(copy, cache, only)).isEqualTo(1);
  }

  private long missesIn(String dockerfile, String... more) throws IOException {
    write("Dockerfile", dockerfile);
    List<String> all = new ArrayList<>(List.of("--cache", "--context=" + context, "--no-push"));
    all.addAll(Arrays.asList(more));
    String output = executor.build(all.toArray(String[]::new)).outputOrFail();
    return output.lines().filter(it -> it.contains("No cached layer found")).count();
  }

  @Test
  void builds_that_share_a_cache_at_the_same_time_are_all_right() throws IOException {
    write(
        "Dockerfile", FROM + "RUN head -c 300000 /dev/urandom > /r\nCOPY a /\nRUN cat /r | wc -c");
    List<CompletableFuture<String>> builds =
        Stream.generate(() -> CompletableFuture.supplyAsync(this::buildInItsOwnFolder))
            .limit(3)
            .toList();
    builds.forEach(each -> assertThat(each.join()).contains("Built sha256:"));
    assertThat(build()).doesNotContain("No cached layer found");
  }

  private String buildInItsOwnFolder() {
    return new ExecutorProgram(world).build(arguments()).outputOrFail();
  }

  private String build(String... more) {
    return executor.build(arguments(more)).outputOrFail();
  }

  private String[] arguments(String... more) {
    List<String> all =
        new ArrayList<>(List.of("--cache", "--context=" + context, "--destination=" + destination));
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(context.resolve(name), content);
  }

  private List<String> after(int count) {
    List<String> all = world.registry().requests();
    return all.subList(count, all.size());
  }

  private ImageSnapshot image() {
    try (ImageReader reader = new ImageReader()) {
      return reader.read(destination);
    }
  }

  private List<String> layers() {
    return image().layers().stream().map(Layer::digest).toList();
  }
}
