package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.cli.flags.UnbuiltFlags;
import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.ImageReader;
import dev.kaniko.e2e.image.ImageSnapshot;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.HostileTar;
import dev.kaniko.e2e.world.LocalRegistry;
import dev.kaniko.e2e.world.Mounts;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the executor says, and exits with, when it is given something that cannot be built. */
@ExtendWith(SharedWorld.class)
class BadInputIT {
  private static final String FAILED = "error building image: ";

  private final TestWorld world;
  private final ExecutorProgram executor;
  private final Path context;
  private final ImageName destination;

  BadInputIT(TestWorld world) {
    this.world = world;
    this.executor = new ExecutorProgram(world);
    this.context = world.newFolder("context");
    this.destination = world.registry().image("bad-input", "never");
  }

  @AfterEach
  void nothing_is_left_behind() {
    assertThat(executor.leftovers()).as("files").isEmpty();
    assertThat(executor.processes()).as("processes").isEmpty();
    assertThat(Mounts.below(executor.workDirectory())).as("mounts").isEmpty();
    assertNotPushed(destination);
  }

  @Test
  void a_missing_context_is_told_with_the_flag_that_names_another() {
    assertFails(
        build("--context", context + "/missing"),
        ("error resolving source context: the build context %s/missing does not exist (give a"
                + " directory with --context)")
            .formatted(context));
  }

  @Test
  void a_missing_dockerfile_is_told_with_the_places_that_were_looked_in() {
    assertFails(
        build("--context", context.toString(), "--dockerfile", "build/Dockerfile"),
        ("error resolving dockerfile path: please provide a valid path to a Dockerfile within the"
                + " build context with --dockerfile (there is no build/Dockerfile in the current"
                + " directory, nor in the context %s)")
            .formatted(context));
  }

  @Test
  void all_mistakes_of_a_dockerfile_are_told_with_their_lines() {
    Outcome outcome = buildOf("ENV", "COPY a", "LABEL", "RUN true");
    assertThat(outcome.output())
        .contains(" Dockerfile:3: ENV requires at least one argument\n")
        .contains(" Dockerfile:4: COPY requires at least two arguments")
        .contains(" Dockerfile:5: LABEL ")
        .contains(">>>    3 | ENV\n");
    assertFails(outcome, "Dockerfile:3: ENV requires at least one argument (and 2 more)");
  }

  @ParameterizedTest
  @CsvSource({
    "RUNN true,unknown instruction: RUNN (did you mean RUN?)",
    "COPY --form=x a b,unknown flag: --form (did you mean --from?)",
    "NONSENSE,unknown instruction: NONSENSE",
  })
  void a_word_that_nobody_knows_is_told_with_the_one_that_was_meant(String line, String message) {
    assertFails(buildOf(line), "Dockerfile:3: " + message);
  }

  @ParameterizedTest
  @CsvSource({
    "--destinaton=x,unknown flag: --destinaton (did you mean --destination?)",
    "--nonsense,unknown flag: --nonsense",
    "-z,unknown shorthand flag: 'z' in -z",
    "word,'unknown command \"word\" for \"executor\"'",
    "chek,'unknown command \"chek\" for \"executor\" (did you mean check?)'",
    "--verbosity=loud,'not a valid logrus Level: \"loud\"'",
    "--reproducible=maybe,'invalid argument \"maybe\" for \"--reproducible\" flag: expected true"
        + " or false'",
  })
  void a_command_line_that_makes_no_sense_is_told_before_the_usage(String word, String message) {
    assertUsage(build(word), message);
  }

  @Test
  void a_flag_that_is_not_built_yet_is_refused_by_its_name_with_a_way_round() {
    Map.Entry<String, String> unbuilt = UnbuiltFlags.all().entrySet().iterator().next();
    assertUsage(
        build(unbuilt.getKey() + "=x"),
        "flag " + unbuilt.getKey() + " is not built into this version yet: " + unbuilt.getValue());
  }

  @Test
  void a_boolean_flag_does_not_take_the_next_word_as_its_value() {
    assertUsage(build("--reproducible", "true"), "unknown command \"true\" for \"executor\"");
    Outcome cache = build("--cache", "true");
    assertThat(cache.exitCode()).isEqualTo(1);
    assertThat(cache.output())
        .containsPattern("(?m)^Error: (flag --cache is not|unknown command \"true\")");
  }

  @Test
  void an_unknown_target_is_told_with_the_stage_that_was_meant() {
    write("Dockerfile", "FROM scratch AS build\n");
    assertFails(
        build("--context", context.toString(), "--target", "biuld"),
        "target stage \"biuld\" could not be found in Dockerfile (did you mean build?)");
  }

  @Test
  void a_stage_that_copy_does_not_find_is_told_with_the_one_that_was_meant() {
    // What is no stage is an image of the Hub, which nobody has to be asked for here.
    executor.with("HTTPS_PROXY", "http://127.0.0.1:" + LocalRegistry.freePort());
    write("Dockerfile", "FROM scratch AS build\nFROM scratch\nCOPY --from=biuld /a /b\n");
    Outcome outcome = build("--context", context.toString());
    assertThat(lastLine(outcome))
        .startsWith(FAILED + "Dockerfile:3: index.docker.io/library/biuld: ")
        .contains("no stage is called biuld: did you mean build?");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  @Tag("L05")
  @Tag("L31")
  void what_the_checks_find_is_a_warning_and_an_error_where_the_file_says_so() {
    String text = "FROM scratch as base\nCMD a\n";
    write("Dockerfile", text + "COPY missing /\n");
    Outcome warned = build("--context", context.toString());
    assertThat(warned.output())
        .contains("Dockerfile:1: FromAsCasing: 'as' and 'FROM' keywords' casing do not match")
        .contains("Dockerfile:2: JSONArgsRecommended: ")
        .contains("COPY missing /");
    write("Dockerfile", "# check=error=true\n" + text);
    assertFails(
        build("--context", context.toString()),
        "Dockerfile:2: lint violation found for rules: FromAsCasing, JSONArgsRecommended");
  }

  @Test
  void mistakes_that_only_variables_bring_to_light_are_told_together_and_before_anything_is_run() {
    Outcome outcome = buildOf("RUN echo never", "EXPOSE ${REGISTRY:-x}", "USER ${X:?is}");
    assertThat(outcome.output())
        .contains(">>>    4 | EXPOSE ${REGISTRY:-x}\n")
        .contains("         | " + " ".repeat(19) + "^\n")
        .doesNotContain("never\n[");
    assertFails(outcome, "Dockerfile:4: invalid containerPort: x (and 1 more)");
  }

  @Test
  void a_stage_number_that_does_not_exist_is_told() {
    assertFails(buildOf("COPY --from=3 /a /b"), "Dockerfile:3: invalid stage index 3");
  }

  @Test
  void an_unknown_base_is_told_in_the_registrys_own_words() {
    write("Dockerfile", "\nFROM %s/busybox:missing\n".formatted(world.registry().address()));
    Outcome outcome = build("--context", context.toString());
    assertThat(lastLine(outcome))
        .startsWith(
            FAILED
                + "Dockerfile:2: %s/busybox: cannot read the manifest missing: the answer is 404:"
                    .formatted(world.registry().address())
                + " MANIFEST_UNKNOWN: manifest unknown (check the name;");
    assertThat(outcome.output()).contains(">>>    2 | FROM ");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void missing_and_wrong_credentials_are_told_with_the_file_that_was_looked_in() {
    Path config = world.newFolder("credentials");
    executor.with("DOCKER_CONFIG", config.toString());
    try (LocalRegistry closed = LocalRegistry.startWithPassword(world.newFolder("closed"))) {
      String address = closed.address();
      write("Dockerfile", "FROM " + address + "/private\n");
      Outcome without = buildWith(address);
      assertFails(
          without,
          ("Dockerfile:1: %s/private: cannot read the manifest latest: the answer is 401:"
                  + " UNAUTHORIZED: authentication required (there are no credentials for %s in"
                  + " %s/config.json, the variables KANIKO_…_USER and KANIKO_…_PASSWORD, the"
                  + " variables CI_REGISTRY_USER and CI_REGISTRY_PASSWORD, any plugin)")
              .formatted(address, address, config));
      write(
          config.resolve("config.json"),
          "{\"auths\": {\"%s\": {\"username\": \"%s\", \"password\": \"wrong\"}}}"
              .formatted(address, LocalRegistry.USER));
      Outcome wrong = buildWith(address);
      assertThat(lastLine(wrong)).contains("401").contains(config + "/config.json");
      assertThat(wrong.output()).doesNotContain("wrong");
      assertThat(wrong.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void a_push_that_is_not_allowed_is_told_before_anything_is_built() {
    try (LocalRegistry closed = LocalRegistry.startWithPassword(world.newFolder("closed"))) {
      write("Dockerfile", "FROM scratch\nLABEL a=b\n");
      Outcome outcome =
          executor.build(
              "--context",
              context.toString(),
              "--destination=" + closed.image("private", "new"),
              "--insecure-registry=" + closed.address());
      assertThat(lastLine(outcome))
          .startsWith(
              FAILED
                  + "error checking push permissions: checking push permission for \""
                  + closed.image("private", "new")
                  + "\": ")
          .contains("the answer is 401: UNAUTHORIZED: authentication required");
      assertThat(outcome.output()).doesNotContain("[1/2] FROM");
      assertThat(outcome.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void a_registry_that_is_down_is_told_with_what_to_check() {
    String address = "localhost:" + LocalRegistry.freePort();
    write("Dockerfile", "FROM " + address + "/base\n");
    Outcome outcome = buildWith(address);
    assertThat(outcome.output()).contains("due to the connection was refused\n");
    assertFails(
        outcome,
        ("Dockerfile:1: %s/base: cannot read the manifest latest: the connection was refused"
                + " (check host and port; does anything listen there?)")
            .formatted(address));
  }

  @Test
  void a_copy_of_what_is_missing_is_told_with_its_line() {
    assertFails(
        buildOf("", "COPY missing /"),
        "Dockerfile:4: \"/missing\" is not there (the build context has no such file, or the"
            + " ignore file leaves it out)");
  }

  @Test
  void a_copy_of_what_another_stage_has_not_is_told_with_its_line() {
    assertFails(
        buildOf("FROM scratch", "COPY --from=0 /missing /"),
        "Dockerfile:4: \"/missing\" is not there (look at what 0 has in it; the path starts at its"
            + " root)");
  }

  @Test
  void the_status_of_a_command_that_fails_is_the_executors() {
    String seconds = Long.toString(ThreadLocalRandom.current().nextLong(100_000_000, 999_999_999));
    Outcome outcome =
        buildOf(
            "RUN echo before",
            "RUN sleep " + seconds + " & \\",
            "  echo the last words; echo of an error >&2; exit 42");
    assertThat(outcome.exitCode()).isEqualTo(42);
    assertThat(outcome.output())
        .contains(" Dockerfile:4: \"/bin/sh -c sleep " + seconds)
        .contains("\" exited with status 42\n")
        .contains(">>>    4 | RUN sleep " + seconds + " & \\\n")
        .contains(">>>    5 |   echo the last words;")
        .contains("the command's last output:\n")
        .contains("  | the last words\n")
        .contains("  | of an error\n");
    assertThat(lastLine(outcome))
        .isEqualTo(
            FAILED
                + "error building stage: failed to execute command: waiting for process to exit:"
                + " exit status 42");
    assertThat(Program.of("pgrep", "-f", "sleep " + seconds).run().succeeded()).isFalse();
  }

  @Test
  void a_base_whose_layer_is_not_what_its_digest_says_is_never_run() throws IOException {
    Path folder = world.newFolder("tampered");
    try (LocalRegistry registry = LocalRegistry.start(folder)) {
      ImageName base = registry.image("tampered", "latest");
      copy(world.registry().image("busybox", "latest"), base);
      String layer = read(base).layers().getFirst().digest();
      byte[] bytes = Files.readAllBytes(registry.blob(layer));
      bytes[bytes.length / 2] ^= 1;
      Files.write(registry.blob(layer), bytes);
      write("Dockerfile", "FROM " + base + "\nRUN echo it was run\n");
      Outcome outcome = buildWith(registry.address());
      assertThat(lastLine(outcome))
          .startsWith(FAILED + "Dockerfile:2: ")
          .contains(registry.address() + "/tampered")
          .contains(layer);
      assertThat(outcome.output()).doesNotContain("\nit was run");
      assertThat(outcome.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void a_context_tar_that_reaches_outside_is_refused_with_the_entry() {
    Path canary = world.newFolder("outside").resolve("canary");
    write(canary, "alive");
    Path tar =
        new HostileTar()
            .file("Dockerfile", "FROM scratch\nCOPY stolen /\n")
            .hardLink("stolen", "../".repeat(20) + canary)
            .writeTo(world.newFolder("tar").resolve("context.tar"));
    assertFails(
        build("--context", "tar://" + tar),
        "tar://%s: /stolen: a hard link to \"%s%s\", outside of the root"
            .formatted(tar, "../".repeat(20), canary));
    assertThat(canary).hasContent("alive");
  }

  @Test
  void a_push_that_breaks_off_leaves_no_tag() {
    Path folder = world.newFolder("full");
    Path data = folder.resolve("data");
    Program.of("mkdir", data.toString()).run().outputOrFail();
    Program.of("mount", "-t", "tmpfs", "-o", "size=1m", "none", data.toString())
        .run()
        .outputOrFail();
    try (LocalRegistry full = LocalRegistry.start(folder)) {
      ImageName tag = full.image("full", "new");
      write(
          "Dockerfile",
          "FROM %s/busybox\nRUN head -c 5000000 /dev/urandom >/noise\n"
              .formatted(world.registry().address()));
      Outcome outcome =
          executor.build(
              "--context",
              context.toString(),
              "--destination=" + tag,
              "--insecure-registry=" + full.address());
      assertThat(lastLine(outcome)).startsWith(FAILED + full.address() + "/full: cannot ");
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertNotPushed(tag);
    } finally {
      Program.of("umount", data.toString()).run().outputOrFail();
    }
  }

  /** The lines start at the Dockerfile's third. */
  private Outcome buildOf(String... lines) {
    String head = "ARG REGISTRY\nFROM ${REGISTRY}/busybox\n";
    write("Dockerfile", head + String.join("\n", lines) + "\n");
    return build("--context", context.toString());
  }

  private Outcome build(String... arguments) {
    String[] all = List.of(arguments).toArray(new String[arguments.length + 1]);
    all[arguments.length] = "--destination=" + destination;
    return executor.build(all);
  }

  private Outcome buildWith(String insecureRegistry) {
    return build("--context", context.toString(), "--insecure-registry=" + insecureRegistry);
  }

  private static void assertFails(Outcome outcome, String message) {
    assertThat(lastLine(outcome)).as(outcome.output()).isEqualTo(FAILED + message);
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  private static void assertUsage(Outcome outcome, String message) {
    assertThat(outcome.output()).contains("Error: " + message + "\n").contains("Usage: executor");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  private static String lastLine(Outcome outcome) {
    return outcome.output().lines().reduce("", (_, line) -> line);
  }

  private static void assertNotPushed(ImageName name) {
    try (ImageReader reader = new ImageReader()) {
      assertThat(reader.find(name)).as("%s", name).isEmpty();
    }
  }

  private static ImageSnapshot read(ImageName name) {
    try (ImageReader reader = new ImageReader()) {
      return reader.read(name);
    }
  }

  private static void copy(ImageName from, ImageName to) {
    Program.of(
            "skopeo",
            "copy",
            "--src-tls-verify=false",
            "--dest-tls-verify=false",
            "docker://" + from,
            "docker://" + to)
        .run()
        .outputOrFail();
  }

  private void write(String name, String text) {
    write(context.resolve(name), text);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
