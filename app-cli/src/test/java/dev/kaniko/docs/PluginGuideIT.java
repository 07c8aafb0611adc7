package dev.kaniko.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.docs.MarkdownFile.Fence;
import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.LocalRegistry;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A stranger does what docs/plugins.md says: the project is made of the document's text alone, and
 * built with the interface's jar out of a local repository.
 */
@ExtendWith(SharedWorld.class)
class PluginGuideIT {
  private static final Pattern CLASS = Pattern.compile("public final class (\\w+)");

  /** The guide has a current one; the host must not mind an old one. */
  private static final String OLD_JACKSON = "2.9.10";

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
  void a_plugin_made_of_the_guide_gives_a_build_its_context_and_the_registry_its_credentials()
      throws IOException {
    try (registry) {
      writeProject();
      fillRepository();
      Program.of("mvn", "-B", "-q", "-Dmaven.repo.local=" + repository, "package")
          .in(project)
          .run()
          .outputOrFail();
      Path built = project.resolve("target/env-and-keys");
      assertThat(built.resolve("lib/jackson-databind-" + OLD_JACKSON + ".jar")).exists();
      Program.of("cp", "-r", built.toString(), folder.toString()).run().outputOrFail();
      assertListed();
      assertServes();
    }
  }

  private void assertListed() {
    Outcome listing = executor.run("plugins", "--plugin-dir", folder.toString());
    assertThat(listing.outputOrFail())
        .containsPattern("env-and-keys +1\\.0 +Example Ltd +env://\\* .*localhost:\\* +usable ")
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

  private void writeProject() throws IOException {
    MarkdownFile guide = MarkdownFile.read(Checkout.root().resolve("docs/plugins.md"));
    List<Fence> pom = guide.fences().stream().filter(it -> it.language().equals("xml")).toList();
    assertThat(pom).hasSize(1);
    String text = pom.getFirst().text();
    assertThat(text).contains("<version>2.22.4</version>");
    Files.writeString(project.resolve("pom.xml"), text.replace("2.22.4", OLD_JACKSON));
    Path sources = Files.createDirectories(project.resolve("src/main/java/com/example"));
    List<Fence> java = guide.fences().stream().filter(it -> it.language().equals("java")).toList();
    assertThat(java).hasSize(2);
    for (Fence source : java) {
      Matcher name = CLASS.matcher(source.text());
      assertThat(name.find()).isTrue();
      Files.writeString(sources.resolve(name.group(1) + ".java"), source.text());
    }
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
