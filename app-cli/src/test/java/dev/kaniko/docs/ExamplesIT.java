package dev.kaniko.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.ImageReader;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.LocalRegistry;
import dev.kaniko.e2e.world.PodmanPods;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yaml.snakeyaml.Yaml;

/**
 * The examples as they are, but for the values that they ask to be changed: podman runs the pods,
 * Docker the script.
 */
@ExtendWith(SharedWorld.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesIT {
  private static final Path IMAGES = Checkout.root().resolve("app-cli/target/image");
  private static final String IMAGE = "registry.example.com/kaniko:";
  private static final String DESTINATION = "registry.example.com/team/app:1.0";

  private final TestWorld world;
  private final Path folder;
  private PodmanPods pods;
  private String executor;
  private String debug;

  ExamplesIT(TestWorld world) {
    this.world = world;
    this.folder = world.newFolder("examples");
  }

  @BeforeAll
  void load_the_images() {
    pods = PodmanPods.in(world.newFolder("podman"));
    executor = pods.load(IMAGES.resolve("executor.tar"));
    debug = pods.load(IMAGES.resolve("debug.tar"));
  }

  @AfterAll
  void remove_the_pods() {
    if (pods != null) {
      pods.close();
    }
  }

  @Test
  void a_pod_builds_what_lies_on_its_node() throws IOException {
    ImageName name = world.registry().image("examples", "hostpath");
    Path context = context("RUN echo made by a command > /made");
    Path manifest =
        changed("pod-hostpath.yaml", Map.of(DESTINATION, name, "/path/to/context", context));
    requirePushed(pods.run(manifest, "build-hostpath"), name);
    assertThat(files(name)).contains("made", "copied");
  }

  @Test
  void a_pod_builds_what_another_container_has_fetched() throws IOException {
    ImageName name = world.registry().image("examples", "emptydir");
    Path served = archive(context("RUN echo made by a command > /made"));
    try (Served files = Served.from(served)) {
      Path manifest =
          changed(
              "pod-emptydir.yaml", Map.of(DESTINATION, name, "files.example.com", files.address()));
      requirePushed(pods.run(manifest, "build-emptydir"), name);
    }
    assertThat(files(name)).contains("made", "copied");
  }

  @Test
  void a_pod_without_any_right_builds_without_commands() throws IOException {
    ImageName name = world.registry().image("examples", "restricted");
    try (Served files = Served.from(archive(context("COPY --chown=7:8 file /owned")))) {
      Path manifest =
          changed(
              "pod-restricted.yaml",
              Map.of(DESTINATION, name, "files.example.com", files.address()));
      requirePushed(pods.run(manifest, "build-restricted"), name);
    }
    assertThat(files(name)).contains("owned", "copied");
  }

  @Test
  void a_pod_without_any_right_says_that_it_cannot_run_commands() throws IOException {
    ImageName name = world.registry().image("examples", "refused");
    try (Served files = Served.from(archive(context("RUN true")))) {
      Path manifest =
          changed(
              "pod-restricted.yaml",
              Map.of(DESTINATION, name, "files.example.com", files.address()));
      Outcome outcome = pods.run(manifest, "build-restricted");
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.output()).contains("the executor, which is not root, can run");
    }
  }

  /** Podman knows no jobs: this is the pod that Kubernetes makes for the index 1. */
  @Test
  void each_pod_of_the_matrix_builds_the_variant_of_its_index() throws IOException {
    Path context = context("FROM scratch AS full\nCOPY file /full\nFROM scratch AS test");
    ImageName name = world.registry().image("examples", "1.0-full");
    Path manifest =
        changed(
            "job-matrix.yaml",
            Map.of(DESTINATION, name.toString().replace("-full", ""), "/path/to/context", context));
    requirePushed(pods.run(podOfIndex(manifest, 1), "matrix"), name);
    assertThat(files(name)).containsOnly("", "full");
  }

  @Test
  void the_script_builds_and_pushes_by_docker() throws IOException {
    ImageName name = world.registry().image("examples", "script");
    Path context = context("ARG WHO\nRUN echo made by $WHO > /made");
    Outcome outcome = script(Map.of(), "Dockerfile", context, name, "--build-arg=WHO=a-command");
    requirePushed(outcome, name);
    assertThat(files(name)).contains("made", "copied");
  }

  @Test
  void the_script_has_the_credentials_of_docker_login() throws IOException {
    try (LocalRegistry closed = LocalRegistry.startWithPassword(world.newFolder("closed"))) {
      ImageName name = closed.image("examples", "login");
      Path config = world.newFolder("login");
      String auth = LocalRegistry.USER + ":" + LocalRegistry.PASSWORD;
      Files.writeString(
          config.resolve("config.json"),
          "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}"
              .formatted(
                  name.registry(),
                  Base64.getEncoder().encodeToString(auth.getBytes(StandardCharsets.UTF_8))));
      Path context = context("LABEL a=b");
      Outcome with =
          script(Map.of("DOCKER_CONFIG", config.toString()), "Dockerfile", context, name);
      assertThat(with.outputOrFail()).contains("Pushed " + name.registry());
      assertThat(script(Map.of(), "Dockerfile", context, name).output()).contains("401");
    }
  }

  private Outcome script(
      Map<String, String> environment,
      String dockerfile,
      Path context,
      ImageName name,
      String... flags) {
    Program script =
        Program.of(
            Stream.concat(
                    Stream.of(
                        ExampleFile.folder().resolve("run_in_docker.sh").toString(),
                        dockerfile,
                        context.toString(),
                        name.toString()),
                    Stream.of(flags))
                .toList());
    String loaded =
        world
            .engine()
            .docker("load", "--quiet", "--input", IMAGES.resolve("executor.tar").toString())
            .outputOrFail()
            .strip();
    script =
        script
            .with("KANIKO_IMAGE", loaded.substring(loaded.lastIndexOf(": ") + 2))
            .with("KANIKO_NETWORK", "host");
    for (Map<String, String> variables : List.of(world.engine().environment(), environment)) {
      for (Map.Entry<String, String> variable : variables.entrySet()) {
        script = script.with(variable.getKey(), variable.getValue());
      }
    }
    return script.run();
  }

  /** Over busybox, unless the instructions begin with a stage of their own. */
  private Path context(String instructions) throws IOException {
    Path context = world.newFolder("context");
    Files.writeString(context.resolve("file"), "content");
    String start =
        instructions.startsWith("FROM ")
            ? ""
            : "FROM " + world.registry().image("busybox", "latest") + "\nCOPY file /copied\n";
    Files.writeString(context.resolve("Dockerfile"), start + instructions + "\n");
    return context;
  }

  private Path archive(Path context) {
    Path served = world.newFolder("served");
    Program.of("tar", "-C", context.toString(), "-czf", served + "/context.tar.gz", ".")
        .run()
        .outputOrFail();
    return served;
  }

  private Path changed(String example, Map<String, Object> values) throws IOException {
    String text = Files.readString(ExampleFile.folder().resolve("kubernetes").resolve(example));
    for (Map.Entry<String, Object> value : values.entrySet()) {
      assertThat(text).contains(value.getKey());
      text = text.replace(value.getKey(), value.getValue().toString());
    }
    text = text.replace(IMAGE + "debug", debug).replaceAll(IMAGE + "[0-9.]+", executor);
    assertThat(text.lines().filter(line -> !line.startsWith("#")))
        .noneMatch(line -> line.contains("example.com"));
    return Files.writeString(Files.createTempFile(folder, "changed", ".yaml"), text);
  }

  @SuppressWarnings("unchecked")
  private Path podOfIndex(Path job, int index) throws IOException {
    Map<String, Object> tree = ExampleFile.parse("job", Files.readString(job)).tree();
    Map<String, Object> template =
        (Map<String, Object>) ((Map<String, Object>) tree.get("spec")).get("template");
    Map<String, Object> spec = (Map<String, Object>) template.get("spec");
    Map<String, Object> container = ((List<Map<String, Object>>) spec.get("containers")).getFirst();
    container.put(
        "env", List.of(Map.of("name", "JOB_COMPLETION_INDEX", "value", String.valueOf(index))));
    Map<String, Object> pod =
        Map.of(
            "apiVersion", "v1", "kind", "Pod", "metadata", Map.of("name", "matrix"), "spec", spec);
    return Files.writeString(Files.createTempFile(folder, "pod", ".yaml"), new Yaml().dump(pod));
  }

  /** The tag is there, with the digest that the executor has told. */
  private static void requirePushed(Outcome outcome, ImageName name) {
    String digest =
        Program.of(
                "skopeo",
                "inspect",
                "--tls-verify=false",
                "--format={{.Digest}}",
                "docker://" + name)
            .run()
            .outputOrFail()
            .strip();
    assertThat(outcome.outputOrFail())
        .contains("Pushed " + name.registry() + "/" + name.repository() + "@" + digest);
  }

  private static Set<String> files(ImageName name) {
    try (ImageReader reader = new ImageReader()) {
      return reader.read(name).files().keySet();
    }
  }

  /** A folder that can be downloaded from. */
  private record Served(HttpServer server) implements AutoCloseable {
    static Served from(Path folder) {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer server =
          SimpleFileServer.createFileServer(anyPort, folder, SimpleFileServer.OutputLevel.NONE);
      server.start();
      return new Served(server);
    }

    String address() {
      return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
