package dev.kaniko.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.cli.Executor;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.world.LocalRegistry;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import dev.kaniko.wiring.build.ProductionBuilds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Builds in this process, since there are so many of them, that pull their base from a registry
 * which fails at some request, and push to it.
 */
@ExtendWith(SharedWorld.class)
class FaultsIT {
  private static final String MANIFESTS =
      "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json";

  /** All at once: most of them wait most of the time. */
  private static final int BUILDS = 200;

  /** As many failures in a row as no request survives. */
  private static final int MANY = 1_000;

  private final LocalRegistry registry;
  private final Path folder;
  private final Path context;
  private final HttpClient http = HttpClient.newHttpClient();

  /** How a build ended. */
  private record Ended(
      String repository, Fault fault, int first, int faults, int status, String log, Path work) {}

  FaultsIT(TestWorld world) throws IOException {
    // Where the executor itself is in this process, its programs are in the distribution.
    System.setProperty("kaniko.home", new ExecutorProgram(world).distribution().toString());
    this.registry = world.registry();
    this.folder = world.newFolder("faults");
    this.context = world.newFolder("context");
    Files.writeString(
        context.resolve("Dockerfile"),
        "ARG REGISTRY\nFROM $REGISTRY/layered\nCOPY data /data\nWORKDIR /here\n");
    byte[] data = new byte[300_000];
    new Random(1).nextBytes(data);
    Files.write(context.resolve("data"), data);
  }

  @Test
  @Tag("I15")
  void a_build_ends_with_the_right_image_or_with_a_clear_error_and_no_tag() throws Exception {
    int requests;
    try (FaultyRegistry faultless = new FaultyRegistry(registry.address(), Fault.RESET, MANY, 0)) {
      Ended ended = build(faultless, "faultless", Fault.RESET, MANY);
      assertThat(ended.status()).as(ended.log()).isZero();
      requests = faultless.requests();
    }
    String right = digest("faultless").orElseThrow();
    long seed = System.nanoTime();
    Map<Fault, int[]> counts = new EnumMap<>(Fault.class);
    for (Ended ended : buildAll(new Random(seed), requests)) {
      check(ended, right);
      counts.computeIfAbsent(ended.fault(), _ -> new int[2])[ended.status() == 0 ? 0 : 1]++;
    }
    System.out.println("seed " + seed + ", " + requests + " requests a build; built, refused:");
    counts.forEach((fault, it) -> System.out.println(fault + " " + it[0] + ", " + it[1]));
    assertThat(counts).containsOnlyKeys(Fault.values());
    assertThat(counts.values())
        .as("one fault is survived")
        .allSatisfy(it -> assertThat(it[0]).isPositive());
  }

  /** Each eighth of the builds has a fault that does not go away. */
  private List<Ended> buildAll(Random random, int requests) throws Exception {
    List<Fault> faults = List.of(Fault.values());
    List<Future<Ended>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(BUILDS)) {
      for (int i = 0; i < BUILDS; i++) {
        Fault fault = faults.get(i % faults.size());
        int first = random.nextInt(requests);
        int length = i % 8 == 7 && fault != Fault.STALLED ? MANY : 1 + random.nextInt(2);
        String name = "faults/" + i;
        running.add(threads.submit(() -> buildWith(fault, first, length, name)));
      }
    }
    List<Ended> all = new ArrayList<>();
    for (Future<Ended> one : running) {
      all.add(one.get());
    }
    return all;
  }

  private Ended buildWith(Fault fault, int first, int length, String name) throws IOException {
    try (FaultyRegistry faulty = new FaultyRegistry(registry.address(), fault, first, length)) {
      return build(faulty, name, fault, first);
    }
  }

  private Ended build(FaultyRegistry faulty, String name, Fault fault, int first)
      throws IOException {
    Path work = folder.resolve(name.replace('/', '-'));
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(log, true, StandardCharsets.UTF_8);
    Surroundings surroundings =
        new Surroundings(
            Map.of("PATH", "/usr/bin:/bin", "DOCKER_CONFIG", folder.toString()),
            InputStream.nullInputStream(),
            stream,
            stream,
            false,
            context,
            InstantSource.system());
    Executor executor = new Executor(surroundings, new ProductionBuilds(), Map.of());
    int status =
        executor.run(
            List.of(
                "--context=" + context,
                "--kaniko-dir=" + work,
                "--reproducible",
                "--insecure",
                "--insecure-pull",
                "--build-arg=REGISTRY=" + faulty.address(),
                "--destination=" + faulty.address() + "/" + name + ":1"));
    return new Ended(
        name, fault, first, faulty.faults(), status, log.toString(StandardCharsets.UTF_8), work);
  }

  private void check(Ended ended, String right) throws Exception {
    String shown = ended.fault() + " at " + ended.first() + ":\n" + ended.log();
    assertThat(ended.faults()).as(shown).isPositive();
    if (ended.status() == 0) {
      assertThat(digest(ended.repository())).as(shown).contains(right);
    } else {
      assertThat(ended.status()).as(shown).isEqualTo(1);
      assertThat(ended.log()).as(shown).contains("localhost:").doesNotContain("Exception");
      Optional<String> tag = digest(ended.repository());
      // A registry that has taken the manifest and never says so has the tag: then the right one.
      boolean unsaid = ended.fault() == Fault.ANSWER_LOST || ended.fault() == Fault.TRUNCATED;
      if (unsaid && ended.log().contains("cannot push the manifest")) {
        assertThat(tag.orElse(right)).as(shown).isEqualTo(right);
      } else {
        assertThat(tag).as(shown).isEmpty();
      }
    }
    try (Stream<Path> left = Files.list(ended.work().resolve("builds"))) {
      assertThat(left).as(shown).isEmpty();
    }
  }

  /** Of the manifest; empty when there is no such tag. */
  private Optional<String> digest(String repository) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://%s/v2/%s/manifests/1".formatted(registry.address(), repository)))
            .header("Accept", MANIFESTS)
            .HEAD()
            .build();
    HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("Docker-Content-Digest");
  }
}
