package dev.kaniko.e2e.inplace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.LocalRegistry;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The command lines of pipelines that used kaniko, each unchanged in an ordinary container of the
 * debug image, against a registry that wants a password.
 */
@ExtendWith(SharedWorld.class)
class PipelinesIT {
  private static final int AT_ONCE = 3;

  private final Pods pods;
  private final LocalRegistry registry;
  private final String image;
  private final Path context;
  private final Path outputs;

  PipelinesIT(TestWorld world) throws IOException {
    this.pods = new Pods(world);
    this.image = pods.debug().image();
    this.registry = LocalRegistry.startWithPassword(world.newFolder("guarded"));
    this.context = world.newFolder("workspace");
    this.outputs = world.newFolder("outputs");
    String base = world.registry().address() + "/busybox";
    Files.createDirectories(context.resolve("source"));
    Files.createDirectories(context.resolve("docker"));
    String dockerfile =
        """
        FROM %1$s AS build
        ARG VERSION=none
        ARG CI_COMMIT_SHORT_SHA
        WORKDIR /app
        COPY . .
        RUN echo "$VERSION $CI_COMMIT_SHORT_SHA" > version
        FROM %1$s
        COPY --from=build /app /app
        RUN test -s /app/version && echo built > /built
        """
            .formatted(base);
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    Files.writeString(context.resolve("docker/Dockerfile.app"), dockerfile);
    Files.writeString(
        context.resolve("docker/Dockerfile.platforms"),
        "FROM %s\nARG TARGETARCH\nRUN test ! -e /mark && echo $TARGETARCH > /mark\n"
            .formatted(base));
    Files.writeString(
        context.resolve("docker/Dockerfile.packages"),
        """
        FROM %s
        RUN mkdir -p /lib/apk/db && printf 'P:made-by-a-command\\nV:1\\n' > /lib/apk/db/installed
        RUN printf 'ID=alpine\\n' > /etc/os-release
        """
            .formatted(base));
    Files.writeString(
        context.resolve("docker/Dockerfile.alone"),
        "FROM %s\nCOPY Dockerfile.alone /\nRUN test -f /Dockerfile.alone\n".formatted(base));
  }

  @Test
  @Tag("I16")
  @Tag("pod")
  void command_lines_of_pipelines_build_and_push_unchanged() throws Exception {
    List<CommandLine> all = CommandLine.all(TestWorld.sources().resolve("pipelines"));
    assertThat(all).hasSizeGreaterThanOrEqualTo(40);
    List<Future<String>> running = new ArrayList<>();
    try (registry;
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (CommandLine one : all) {
        String repository = "group/project-" + running.size();
        running.add(threads.submit(() -> difference(one, repository)));
      }
      List<String> differences = new ArrayList<>();
      for (Future<String> one : running) {
        differences.add(one.get());
      }
      assertThat(differences).allSatisfy(it -> assertThat(it).isEmpty());
    }
  }

  /** Between what should be and what is; empty for none. */
  private String difference(CommandLine line, String repository) throws IOException {
    Outcome outcome = run(line, registry.address() + "/" + repository);
    SortedSet<String> tags = tags(repository);
    return outcome.succeeded() && tags.equals(line.tags())
        ? ""
        : "%s: tags %s instead of %s, exit code %d\n%s\n"
            .formatted(line.title(), tags, line.tags(), outcome.exitCode(), outcome.output());
  }

  private Outcome run(CommandLine line, String name) throws IOException {
    Map<String, String> variables = new TreeMap<>();
    variables.put("CI_PROJECT_DIR", "/builds/group/project");
    variables.put("CI_REGISTRY", registry.address());
    variables.put("CI_REGISTRY_IMAGE", name);
    variables.put("CI_REGISTRY_USER", LocalRegistry.USER);
    variables.put("CI_REGISTRY_PASSWORD", LocalRegistry.PASSWORD);
    variables.put("CI_COMMIT_TAG", "v1");
    variables.put("CI_COMMIT_REF_SLUG", "main");
    variables.put("CI_COMMIT_SHORT_SHA", "abc1234");
    variables.put("IMAGE", name);
    List<String> arguments = new ArrayList<>();
    variables.forEach((key, value) -> arguments.add("--env=" + key + "=" + value));
    for (String place : List.of("/workspace", "/workspace/source", "/builds/group/project")) {
      arguments.add("--volume=" + context + ":" + place);
    }
    arguments.add("--volume=" + Files.createTempDirectory(outputs, "of-one") + ":/out");
    arguments.addAll(
        List.of(
            "--workdir=/workspace",
            "--entrypoint=/busybox/sh",
            image,
            "-c",
            "set -e\n" + secret(line) + line.script()));
    return pods.run(arguments.toArray(String[]::new));
  }

  /** What pods get as a mounted secret; for whoever does not write it himself. */
  private String secret(CommandLine line) {
    String file = "> /kaniko/.docker/config.json";
    if (line.script().contains(file)) {
      return "";
    }
    return "mkdir -p /kaniko/.docker\necho '{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"%s\"}}}'%s\n"
        .formatted(registry.address(), LocalRegistry.USER, LocalRegistry.PASSWORD, file);
  }

  private SortedSet<String> tags(String repository) throws IOException {
    Outcome listing =
        Program.of(
                "curl",
                "-sS",
                "-u",
                LocalRegistry.USER + ":" + LocalRegistry.PASSWORD,
                "http://" + registry.address() + "/v2/" + repository + "/tags/list")
            .run();
    SortedSet<String> tags = new TreeSet<>();
    for (JsonNode tag : new JsonMapper().readTree(listing.outputOrFail()).path("tags")) {
      tags.add(tag.asText());
    }
    return tags;
  }
}
