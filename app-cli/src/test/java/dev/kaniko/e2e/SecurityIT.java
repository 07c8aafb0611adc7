package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.Sha256;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.HostileBase;
import dev.kaniko.e2e.world.HostileTar;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Builds that attack the machine they run on. A folder that no build has anything to do with is
 * looked at after every one.
 */
@ExtendWith(SharedWorld.class)
class SecurityIT {
  private static final String SECRET = "a secret of the machine";

  private final TestWorld world;
  private final ExecutorProgram executor;
  private final Path context;
  private final Path outside;
  private final Path canary;
  private final String outsideBefore;

  SecurityIT(TestWorld world) throws IOException {
    this.world = world;
    this.executor = new ExecutorProgram(world);
    this.context = world.newFolder("context");
    this.outside = world.newFolder("outside");
    this.canary = Files.writeString(outside.resolve("canary"), SECRET);
    Files.createDirectory(outside.resolve("dir"));
    this.outsideBefore = listing(outside);
  }

  @AfterEach
  void nothing_outside_has_changed() throws IOException {
    assertThat(listing(outside)).isEqualTo(outsideBefore);
    assertThat(canary).hasContent(SECRET);
    assertThat(executor.leftovers()).isEmpty();
  }

  private HostileTar climbing() {
    return new HostileTar()
        .file("sound", "sound")
        .file("../".repeat(20) + "climbed", "hostile")
        .file("../".repeat(20) + canary, "hostile")
        .file(canary.toString(), "hostile")
        .file("a/../../" + canary, "hostile")
        .file("..\\windows", "hostile")
        .symlink("link", outside.toString())
        .file("link/canary", "hostile")
        .file("link/dir/new", "hostile");
  }

  @Test
  void names_of_a_context_tar_that_climb_stop_at_the_contexts_root() {
    Path tar =
        climbing()
            .file("Dockerfile", "ARG REGISTRY\nFROM ${REGISTRY}/busybox\nCOPY . /c\nRUN find /c\n")
            .writeTo(outsideTheContext("context.tar"));
    String output = build("--context=tar://" + tar).outputOrFail();
    assertThat(output).contains("\n/c/climbed\n", "\n/c" + canary + "\n", "\n/c/..\\windows\n");
  }

  @Test
  void names_of_an_added_archive_that_climb_stop_at_the_destination() throws IOException {
    Files.write(context.resolve("a.tar"), climbing().toBytes());
    dockerfile("ADD a.tar /c/d", "RUN find /c && test ! -e /climbed && test ! -e " + canary);
    String output = buildContext().outputOrFail();
    assertThat(output).contains("\n/c/d/climbed\n", "\n/c/d" + canary + "\n");
  }

  @Test
  void names_of_a_bases_layer_that_climb_stop_at_its_root() {
    ImageName base = world.registry().image("climbing", "latest");
    HostileBase.push(climbing(), base);
    dockerfile("COPY --from=" + base + " / /c", "RUN find /c");
    String output = buildContext().outputOrFail();
    assertThat(output).contains("\n/c/climbed\n", "\n/c" + canary + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "./..", "/", "."})
  void a_tar_cannot_replace_the_directory_it_is_unpacked_into(String name) {
    Path tar =
        new HostileTar()
            .file("Dockerfile", "FROM scratch\n")
            .symlink(name, outside.toString())
            .writeTo(outsideTheContext("context.tar"));
    Outcome outcome = build("--context=tar://" + tar);
    assertThat(outcome.output()).contains("error building image: tar://" + tar + ": /: ");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void an_image_with_the_executors_own_paths_in_it_replaces_nothing_of_the_executor()
      throws IOException {
    String installed = digests(executor.distribution());
    HostileTar files = new HostileTar();
    for (String name :
        Program.of("find", ".", "-type", "f")
            .in(executor.distribution())
            .run()
            .outputOrFail()
            .lines()
            .toList()) {
      files.file(executor.distribution().resolve(name).normalize().toString(), "hostile");
    }
    files.file(executor.workDirectory() + "/builds/1/hostile", "hostile");
    files.symlink(executor.workDirectory() + "/bases", outside.toString());
    ImageName base = world.registry().image("own-paths", "latest");
    HostileBase.push(files, base);
    dockerfile(
        "COPY --from=" + base + " / /", "RUN true", "COPY --from=" + base + " / /", "RUN id");
    assertThat(buildContext().outputOrFail()).contains("uid=0");
    assertThat(digests(executor.distribution())).isEqualTo(installed);
  }

  @Test
  void a_dockerfile_that_is_a_link_out_of_the_context_is_not_there() throws IOException {
    Files.createSymbolicLink(context.resolve("Dockerfile"), canary);
    Path alias = Files.createSymbolicLink(world.newFolder("alias").resolve("context"), context);
    Path sub = Files.createDirectory(context.resolve("sub"));
    Files.writeString(sub.resolve("file"), "");
    assertNoDockerfile(buildContext());
    assertNoDockerfile(executor.in(context).build("--no-push", "--context=."));
    assertNoDockerfile(executor.in(context).build("--no-push", "--context=" + alias));
    assertNoDockerfile(
        executor.in(context).build("--no-push", "--context=.", "--context-sub-path=sub"));
    assertNoDockerfile(
        build("--context=" + context, "--dockerfile=" + alias.resolve("Dockerfile")));
  }

  private static void assertNoDockerfile(Outcome outcome) {
    assertThat(outcome.output())
        .contains("please provide a valid path to a Dockerfile within the build context")
        .doesNotContain(SECRET);
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void a_dockerfile_in_a_directory_that_is_a_link_out_of_the_context_is_not_there()
      throws IOException {
    Files.createSymbolicLink(context.resolve("docker"), outside);
    assertNoDockerfile(
        executor.in(context).build("--no-push", "--context=.", "--dockerfile=docker/canary"));
  }

  @Test
  void an_ignore_file_that_is_a_link_out_of_the_context_is_not_there() throws IOException {
    Path patterns = Files.writeString(outsideTheContext("patterns"), "kept\n");
    Files.createSymbolicLink(context.resolve(".dockerignore"), patterns);
    Files.createSymbolicLink(context.resolve("Dockerfile.dockerignore"), patterns);
    Files.writeString(context.resolve("kept"), "it is kept\n");
    dockerfile("COPY kept /", "RUN cat /kept");
    assertThat(buildContext().outputOrFail()).contains("\nit is kept\n");
    assertThat(executor.in(context).build("--no-push", "--context=.").outputOrFail())
        .contains("\nit is kept\n");
  }

  @Test
  void links_of_ignore_file_and_dockerfile_that_go_round_are_an_error() throws IOException {
    dockerfile();
    Files.createSymbolicLink(context.resolve(".dockerignore"), Path.of(".dockerignore"));
    Outcome outcome = buildContext();
    assertThat(outcome.output())
        .contains("error building image: cannot read .dockerignore: too many levels of symbolic");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void a_link_of_the_context_brings_in_nothing_from_outside() throws IOException {
    Files.createSymbolicLink(context.resolve("absolute"), canary);
    Files.createSymbolicLink(context.resolve("relative"), context.relativize(canary));
    Files.createSymbolicLink(context.resolve("environment"), Path.of("/proc/self/environ"));
    for (String link : new String[] {"absolute", "relative", "environment"}) {
      dockerfile("COPY " + link + " /copied");
      Outcome outcome = buildContext();
      assertThat(outcome.output()).contains("Dockerfile:3: \"/" + link + "\" is not there");
      assertThat(outcome.exitCode()).isEqualTo(1);
    }
    dockerfile("COPY . /c/", "RUN readlink /c/absolute; ! cat /c/absolute");
    assertThat(buildContext().outputOrFail()).contains("\n" + canary + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"absolute", "relative", "absolute/dir", "loop", "file", "missing"})
  void a_sub_path_that_leads_out_of_the_context_is_not_there(String subPath) throws IOException {
    Files.createSymbolicLink(context.resolve("absolute"), outside);
    Files.createSymbolicLink(context.resolve("relative"), context.relativize(outside));
    Files.createSymbolicLink(context.resolve("loop"), Path.of("loop"));
    Files.writeString(context.resolve("file"), "");
    dockerfile();
    Outcome outcome = build("--context=" + context, "--context-sub-path=" + subPath);
    assertThat(outcome.output())
        .contains("the context " + context + " has no directory " + subPath + " (");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void a_sub_path_that_climbs_stops_at_the_contexts_root() throws IOException {
    Files.createDirectories(context.resolve("sub"));
    Files.writeString(context.resolve("sub/Dockerfile"), "FROM scratch\nCOPY canary /\n");
    Files.createSymbolicLink(context.resolve("sub/canary"), canary);
    Files.createSymbolicLink(context.resolve("inside"), Path.of("/sub"));
    for (String subPath : new String[] {"sub", "../../sub", "/sub", "inside", "../inside/."}) {
      Outcome outcome = build("--context=" + context, "--context-sub-path=" + subPath);
      assertThat(outcome.output()).contains("Dockerfile:2: \"/canary\" is not there");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1/context.tar.gz", "svn://127.0.0.1/repository", "file:///etc"})
  void a_context_of_a_kind_that_nobody_serves_is_refused(String location) {
    Outcome outcome = build("--context=" + location);
    assertThat(outcome.output())
        .contains("error resolving source context: unknown kind of build context: " + location);
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void accounts_are_read_inside_the_root_and_from_files_only() {
    dockerfile(
        "RUN rm /etc/passwd /etc/group && ln -s " + canary + " /etc/passwd && mkfifo /etc/group",
        "USER 1000:1000",
        "RUN grep id: /proc/self/status",
        "USER alice",
        "RUN echo never");
    Outcome outcome = buildContext();
    assertThat(outcome.output())
        .contains("\nUid:\t1000\t1000\t1000\t1000\n")
        .contains("error building image: Dockerfile:7: ")
        .contains("alice")
        .doesNotContain(SECRET)
        .doesNotContain("\nnever\n");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void accounts_of_any_length_are_not_read() {
    dockerfile("RUN truncate -s 1G /etc/passwd", "USER alice", "RUN echo never");
    Outcome outcome = buildContext();
    assertThat(outcome.output())
        .contains("Dockerfile:5: /etc/passwd of the image: larger than 10 MiB");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void a_working_directory_through_a_link_is_made_inside_the_root() {
    dockerfile(
        "RUN ln -s " + outside + " /link",
        "USER 1000:1000",
        "WORKDIR /link/dir/new",
        "RUN pwd -P",
        "COPY Dockerfile /link/copied",
        "ADD Dockerfile /link/dir/added");
    assertThat(buildContext().outputOrFail()).contains("\n" + outside + "/dir/new\n");
  }

  @Test
  void a_base_whose_layer_unpacks_to_something_else_is_never_run() {
    byte[] layer = new HostileTar().file("file", "content").toBytes();
    ImageName base = world.registry().image("wrong-diff-id", "latest");
    String promised = Sha256.digestOf("something else".getBytes(StandardCharsets.UTF_8));
    HostileBase.push(layer, promised, "application/vnd.oci.image.layer.v1.tar", base);
    dockerfile("COPY --from=" + base + " /file /", "RUN echo never");
    Outcome outcome = buildContext();
    assertThat(outcome.output()).contains(promised).doesNotContain("\nnever\n");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void a_layer_that_was_damaged_is_fetched_anew_by_the_next_build() throws IOException {
    byte[] layer = new HostileTar().file("file", "good " + outside).toBytes();
    String digest = Sha256.digestOf(layer);
    ImageName base = world.registry().image("damaged", "latest");
    HostileBase.push(layer, digest, "application/vnd.oci.image.layer.v1.tar", base);
    dockerfile("COPY --from=" + base + " /file /", "RUN cat /file");
    byte[] damaged = layer.clone();
    damaged[512] ^= 1;
    Files.write(world.registry().blob(digest), damaged);
    Outcome outcome = buildContext();
    assertThat(outcome.output()).contains(digest).doesNotContain(" " + outside);
    assertThat(outcome.exitCode()).isEqualTo(1);
    Files.write(world.registry().blob(digest), layer);
    assertThat(buildContext().outputOrFail()).contains("good " + outside);
  }

  private Path outsideTheContext(String name) {
    return world.newFolder("input").resolve(name);
  }

  private void dockerfile(String... lines) {
    try {
      Files.writeString(
          context.resolve("Dockerfile"),
          "ARG REGISTRY\nFROM ${REGISTRY}/busybox\n" + String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Outcome buildContext() {
    return build("--context=" + context);
  }

  private Outcome build(String... arguments) {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--no-push";
    return executor.build(all);
  }

  /** Everything but the times at which something was read. */
  private static String listing(Path folder) {
    return Program.of("find", folder.toString(), "-printf", "%p %y %m %U:%G %s %T@ %C@ %l\n")
        .run()
        .outputOrFail();
  }

  private static String digests(Path folder) {
    return Program.of("sh", "-c", "find . -type f -exec sha256sum {} + | sort -k 2")
        .in(folder)
        .run()
        .outputOrFail();
  }
}
