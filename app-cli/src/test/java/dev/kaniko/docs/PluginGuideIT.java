package dev.kaniko.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.LocalRegistry;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A stranger does what docs/plugins.md says, with the examples that it prints: copies of them,
 * outside of this project, are built with the interface's jar out of a local repository.
 */
@ExtendWith(SharedWorld.class)
class PluginGuideIT {
  private static final Path EXAMPLES = Checkout.root().resolve("plugins/examples");

  /** All examples in one run of Maven. */
  private static final String BOTH =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.example</groupId>
        <artifactId>examples</artifactId>
        <version>1.0</version>
        <packaging>pom</packaging>
        <modules>
          <module>env-context</module>
          <module>keys-credentials</module>
        </modules>
      </project>
      """;

  /** The example has a current one; the host must not mind an old one. */
  private static final String OLD_JACKSON = "2.9.10";

  private static final String OLD_GUAVA =
      """
          <dependency>
            <groupId>com.google.guava</groupId>
            <artifactId>guava</artifactId>
            <version>18.0</version>
          </dependency>
        </dependencies>
      """;

  /** Newer ones have it in another class. */
  private static final String GONE_FROM_GUAVA = "com.google.common.base.Objects.firstNonNull";

  private final ExecutorProgram executor;
  private final LocalRegistry registry;
  private final Path project;
  private final Path repository;
  private final Path folder;

  PluginGuideIT(TestWorld world) {
    this.executor = new ExecutorProgram(world);
    this.registry = LocalRegistry.startWithPassword(world.newFolder("guarded-registry"));
    this.project = world.newFolder("stranger");
    this.repository = world.newFolder("maven").resolve("repository");
    this.folder = world.newFolder("plugins");
  }

  @Test
  void plugins_built_like_a_strangers_give_a_build_its_context_and_the_registry_its_credentials()
      throws IOException {
    try (registry) {
      copyExamples();
      fillRepository();
      Program.of("mvn", "-B", "-q", "-Dmaven.repo.local=" + repository, "package")
          .in(project)
          .run()
          .outputOrFail();
      Path keys = project.resolve("keys-credentials/target/keys-credentials");
      assertThat(keys.resolve("lib/jackson-databind-" + OLD_JACKSON + ".jar")).exists();
      assertThat(keys.resolve("lib/guava-18.0.jar")).exists();
      Path env = project.resolve("env-context/target/env-context-1.0.jar");
      Program.of("cp", "-r", keys.toString(), env.toString(), folder.toString())
          .run()
          .outputOrFail();
      assertListed();
      assertServes();
    }
  }

  private void assertListed() {
    Outcome listing = executor.run("plugins", "--plugin-dir", folder.toString());
    assertThat(listing.outputOrFail())
        .containsPattern("env-context +1\\.0 +Example Ltd +env://\\* .*usable ")
        .containsPattern("keys-credentials +1\\.0 +Example Ltd .*localhost:\\* +usable ")
        .contains("kaniko-google", "kaniko-aws", "kaniko-azure", "kaniko-git");
  }

  private void assertServes() throws IOException {
    Path keys = folder.resolveSibling("keys.json");
    Files.writeString(
        keys,
        "{\"%s\": {\"user\": \"%s\", \"password\": \"%s\"}}"
            .formatted(registry.address(), LocalRegistry.USER, LocalRegistry.PASSWORD));
    executor
        .with("DOCKERFILE", "FROM scratch\nLABEL from=environment\nCOPY Dockerfile /\n")
        .with("KEYS_FILE", keys.toString());
    String destination = registry.address() + "/team/app:1";
    String[] arguments = {
      "--context=env://DOCKERFILE", "--destination=" + destination, "--verbosity=trace"
    };
    Outcome without = executor.build(arguments);
    assertThat(without.output()).contains("unknown kind of build context: env://DOCKERFILE");
    Outcome outcome = executor.build(with(arguments, "--plugin-dir=" + folder));
    assertThat(outcome.outputOrFail())
        .contains("Built sha256:")
        .doesNotContain(LocalRegistry.PASSWORD);
    Outcome wrong = executor.build(with(arguments, "--plugin-dir=" + folder, "--context=env://NO"));
    assertThat(wrong.output()).contains("env://NO: there is no such variable (set NO)");
    assertThat(wrong.exitCode()).isEqualTo(1);
  }

  private static String[] with(String[] arguments, String... more) {
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }

  private void copyExamples() throws IOException {
    Program.of("cp", "-r", EXAMPLES + "/.", project.toString()).run().outputOrFail();
    Files.writeString(project.resolve("pom.xml"), BOTH);
    Path pom = project.resolve("keys-credentials/pom.xml");
    String text = Files.readString(pom);
    assertThat(text).contains("<version>2.22.4</version>");
    Files.writeString(
        pom, text.replace("2.22.4", OLD_JACKSON).replace("  </dependencies>", OLD_GUAVA));
    Path helper =
        project.resolve(
            "keys-credentials/src/main/java/com/example/keys/KeysCredentialHelper.java");
    String source = Files.readString(helper);
    assertThat(source).contains(".path(registry)");
    Files.writeString(
        helper,
        source.replace(".path(registry)", ".path(" + GONE_FROM_GUAVA + "(registry, \"?\"))"));
  }

  /** A copy of this machine's repository, which stays as it is; and our own jars. */
  private void fillRepository() throws IOException {
    Path machine = Path.of(System.getProperty("user.home"), ".m2/repository");
    Program.of("cp", "-a", "--reflink=auto", machine.toString(), repository.toString())
        .run()
        .outputOrFail();
    install("parent", Checkout.root().resolve("pom.xml"));
    install("domain", Checkout.root().resolve("domain/pom.xml"));
    install("ports", Checkout.root().resolve("ports/pom.xml"));
  }

  private void install(String module, Path pom) throws IOException {
    String name = "kaniko-" + module + "-0.1.0";
    Path place =
        Files.createDirectories(repository.resolve("dev/kaniko/kaniko-" + module + "/0.1.0"));
    Files.copy(pom, place.resolve(name + ".pom"));
    Path jar = executor.distribution().resolve("lib/" + name + ".jar");
    if (!module.equals("parent")) {
      Files.copy(jar, place.resolve(name + ".jar"));
    }
  }
}
