package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaniko.e2e.image.FileState;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.ImageReader;
import dev.kaniko.e2e.image.ImageSnapshot;
import dev.kaniko.e2e.image.TarHeader;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The executor's own image, in a container that has no privilege. */
@ExtendWith(SharedWorld.class)
class ImageIT {
  private static final long MOST_BYTES = 110L << 20;

  private static final Path IMAGES =
      Path.of(System.getProperty("basedir", "."), "target/image").toAbsolutePath().normalize();

  private final TestWorld world;
  private final String executor;
  private final String debug;

  ImageIT(TestWorld world) {
    this.world = world;
    this.executor = load("executor");
    this.debug = load("debug");
  }

  @Test
  void the_executor_says_its_version() {
    assertThat(run(executor, List.of(), "--version"))
        .matches("Kaniko version : {2}[0-9]+\\.[0-9]+\\S*\n");
  }

  /** With this mode the JVM does not start without the cache. */
  @Test
  void the_classes_come_out_of_the_cache() {
    assertThat(run(executor, List.of("--env=KANIKO_JAVA_OPTIONS=-XX:AOTMode=on"), "--version"))
        .startsWith("Kaniko version :");
  }

  @Test
  void a_command_that_only_reads_has_options_of_the_runtime_of_its_own() {
    List<String> printing = List.of("--env=KANIKO_JAVA_OPTIONS=-XX:+PrintCommandLineFlags");
    assertThat(run(executor, printing, "check", "--help")).contains("-XX:TieredStopAtLevel=1");
    assertThat(run(executor, printing, "plan", "--help")).contains("-XX:TieredStopAtLevel=1");
    assertThat(run(executor, printing, "--version"))
        .contains("-XX:+PrintCommandLineFlags")
        .doesNotContain("TieredStopAtLevel");
  }

  @Test
  void the_plugins_of_the_image_can_be_used() {
    assertThat(run(executor, List.of(), "plugins").lines().skip(1))
        .hasSize(4)
        .allMatch(line -> line.contains(" usable "));
  }

  @Test
  void the_image_has_kaniko_s_directories_and_nothing_else() {
    ImageSnapshot image = read("executor");
    assertThat(topLevel(image)).containsExactly("kaniko", "run", "var", "workspace");
    assertThat(image.files().keySet().stream().filter(path -> path.startsWith("kaniko/")))
        .allMatch(
            path ->
                path.matches(
                    "kaniko/((jre|lib|libexec|plugins|ssl/certs)(/.*)?|executor|warmer|executor-image|\\.docker|ssl|tmp)"));
    assertThat(image.files().values())
        .allSatisfy(
            file -> assertThat(List.of(header(file).uid(), header(file).gid())).containsOnly(0L));
    assertThat(header(image.files().get("kaniko")).mode()).isEqualTo(01777);
    for (String open : List.of("kaniko/.docker", "kaniko/tmp")) {
      assertThat(header(image.files().get(open)).mode()).isEqualTo(0777);
    }
    assertThat(topLevel(read("debug")))
        .containsExactly("busybox", "kaniko", "run", "var", "workspace");
  }

  @Test
  void the_config_is_that_of_kaniko_s_images() {
    JsonNode config = read("executor").config().path("config");
    assertThat(config.path("Entrypoint").toString()).isEqualTo("[\"/kaniko/executor\"]");
    assertThat(config.path("WorkingDir").asText()).isEqualTo("/workspace");
    assertThat(config.path("Env").valueStream().map(JsonNode::asText))
        .contains(
            "HOME=/root",
            "USER=root",
            "PATH=/usr/local/bin:/kaniko",
            "SSL_CERT_DIR=/kaniko/ssl/certs",
            "DOCKER_CONFIG=/kaniko/.docker/");
  }

  @Test
  void the_compressed_image_is_small_enough() throws IOException {
    assertThat(Files.size(IMAGES.resolve("executor.tar"))).isLessThan(MOST_BYTES);
    assertThat(Files.size(IMAGES.resolve("debug.tar"))).isLessThan(MOST_BYTES);
  }

  @Test
  void the_debug_image_has_a_shell_as_entry_point_and_on_the_path() {
    String script = "echo $PWD; /kaniko/executor version";
    String said = "/workspace\nKaniko version :";
    assertThat(run(debug, List.of("--entrypoint=/busybox/sh"), "-c", script)).startsWith(said);
    assertThat(run(debug, List.of("--entrypoint="), "sh", "-c", script)).startsWith(said);
  }

  @Test
  void the_warmer_is_in_the_image_under_kanikos_path() {
    assertThat(run(executor, List.of("--entrypoint=/kaniko/warmer"), "--help"))
        .startsWith("Usage: warmer");
  }

  @Test
  @Tag("I08")
  void the_same_distribution_gives_the_same_image() throws IOException {
    Path module = IMAGES.resolve("../..").normalize();
    Path again = world.newFolder("again");
    Program.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            module.resolve("src/image/BuildImage.java").toString(),
            module.resolve("target/kaniko").toString(),
            again.toString())
        .run()
        .outputOrFail();
    for (String archive : List.of("executor.tar", "debug.tar")) {
      assertThat(Files.mismatch(again.resolve(archive), IMAGES.resolve(archive))).isEqualTo(-1);
    }
  }

  @Test
  @Tag("I13")
  @Tag("I16")
  @Tag("pod")
  void a_build_writes_an_archive_and_pushes() throws IOException {
    Path context = world.newFolder("context");
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY file /there/\n");
    Files.writeString(context.resolve("file"), "content");
    Path output = world.newFolder("output");
    ImageName name = world.registry().image("image", "built");
    run(
        executor,
        List.of("--volume=" + context + ":/workspace:ro", "--volume=" + output + ":/output"),
        "--destination=" + name,
        "--insecure-registry=" + name.registry(),
        "--tar-path=/output/image.tar",
        "--digest-file=/output/digest");
    assertThat(files(name)).containsExactly("there", "there/file");
    assertThat(Files.readString(output.resolve("digest"))).startsWith("sha256:");
    assertThat(
            world
                .engine()
                .docker("load", "--input", output.resolve("image.tar").toString())
                .outputOrFail())
        .contains("Loaded image: " + name);
  }

  /** The image has no locale but the one that the executor brings. */
  @Test
  void names_are_kept_byte_by_byte_in_contexts_and_arguments() throws IOException {
    Path context = world.newFolder("names");
    Program.of(
            "sh",
            "-c",
            "mkdir 'größe' && cd 'größe' && echo a > 'ünï' && echo b > \"$(printf 'x\\377y')\""
                + " && printf 'FROM scratch\\nCOPY größe /d/\\n' > ../Döckerfile")
        .in(context)
        .run()
        .outputOrFail();
    ImageName name = world.registry().image("image", "names");
    run(
        executor,
        List.of("--volume=" + context + ":/wörk:ro"),
        "--context=dir:///wörk",
        "--dockerfile=Döckerfile",
        "--destination=" + name,
        "--insecure-registry=" + name.registry());
    String umlauts =
        new String("ünï".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(files(name)).containsExactly("d", "d/x\u00ffy", "d/" + umlauts);
  }

  @Test
  void host_names_are_found_without_the_libraries_of_the_root() throws IOException {
    Path context = world.newFolder("hosts");
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    HostileRoot root = HostileRoot.in(world.newFolder("hostile"));
    ImageName pushed = world.registry().image("image", "hosts");
    String registry = pushed.registry().replace("localhost", "registry.test");
    List<String> options = new ArrayList<>(root.mounts());
    options.add("--add-host=registry.test:127.0.0.1");
    options.add("--volume=" + context + ":/workspace:ro");
    run(
        executor,
        options,
        "--destination=" + registry + "/image:hosts",
        "--insecure-registry=" + registry);
    assertThat(files(pushed)).containsExactly("Dockerfile");
    assertThat(root.libraryWasLoaded()).isFalse();

    // The root is hostile indeed.
    root.lookUpWithTheCLibrary();
    assertThat(root.libraryWasLoaded()).isTrue();
  }

  private String load(String stage) {
    String said =
        world
            .engine()
            .docker("load", "--input", IMAGES.resolve(stage + ".tar").toString())
            .outputOrFail()
            .strip();
    return said.substring(said.lastIndexOf(": ") + 2);
  }

  private String run(String image, List<String> options, String... arguments) {
    Stream<String> command =
        Stream.of(
                List.of("run", "--rm", "--network=host"),
                options,
                List.of(image),
                List.of(arguments))
            .flatMap(List::stream);
    return world.engine().docker(command.toArray(String[]::new)).outputOrFail();
  }

  private ImageSnapshot read(String stage) {
    ImageName name = world.registry().image("image", stage);
    Program.of(
            "skopeo",
            "copy",
            "--dest-tls-verify=false",
            "docker-archive:" + IMAGES.resolve(stage + ".tar"),
            "docker://" + name)
        .run()
        .outputOrFail();
    try (ImageReader reader = new ImageReader()) {
      return reader.read(name);
    }
  }

  private static Stream<String> topLevel(ImageSnapshot image) {
    return image.files().keySet().stream().filter(path -> !path.isEmpty() && !path.contains("/"));
  }

  private static TarHeader header(FileState file) {
    return file.origin().header();
  }

  /** All but the root. */
  private static Set<String> files(ImageName name) {
    try (ImageReader reader = new ImageReader()) {
      Set<String> paths = new TreeSet<>(reader.read(name).files().keySet());
      paths.remove("");
      return paths;
    }
  }
}
