package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.ImageReader;
import dev.kaniko.e2e.image.Sha256;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.LocalRegistry;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The flags of docker build, for those who come from there. */
@ExtendWith(SharedWorld.class)
class DockerCommandIT {
  private static final String SKOPEO = "skopeo inspect --tls-verify=false --raw docker://";

  private final ExecutorProgram executor;
  private final LocalRegistry registry;
  private final Path context;

  DockerCommandIT(TestWorld world) throws IOException {
    this.executor = new ExecutorProgram(world);
    this.registry = world.registry();
    this.context = world.newFolder("context");
    Files.writeString(
        context.resolve("Other"), "ARG REGISTRY\nFROM $REGISTRY/busybox\nRUN echo hi > /hi\n");
  }

  @Test
  @Tag("I09")
  void an_image_is_pushed_under_its_tag_with_annotations_and_its_metadata_written()
      throws IOException {
    ImageName name = registry.image("docker-command", "1");
    Path metadata = context.resolve("metadata.json");
    executor
        .with("KANIKO_DIR", executor.workDirectory().toString())
        .with("BUILDER_OUTPUT", context.toString())
        .run(
            "build",
            "--push",
            "-t",
            name.toString(),
            "-f",
            context.resolve("Other").toString(),
            "--build-arg",
            "REGISTRY=" + registry.address(),
            "--annotation",
            "org.example.made=by a test",
            "--metadata-file=" + metadata,
            "--iidfile=" + context.resolve("id"),
            context.toString())
        .outputOrFail();
    JsonNode written = new JsonMapper().readTree(metadata.toFile());
    String digest = written.path("containerimage.digest").asText();
    assertThat(written.path("image.name").asText()).isEqualTo(name.toString());
    assertThat(Files.readString(context.resolve("images")))
        .isEqualTo("{\"name\":\"%s\",\"digest\":\"%s\"}\n".formatted(name, digest));
    try (ImageReader reader = new ImageReader()) {
      JsonNode manifest = reader.read(name).manifest();
      assertThat(manifest.path("annotations").path("org.example.made").asText())
          .isEqualTo("by a test");
      assertThat(manifest.path("config").path("digest"))
          .isEqualTo(written.path("containerimage.config.digest"));
      assertThat(Files.readString(context.resolve("id")))
          .isEqualTo(manifest.path("config").path("digest").asText());
    }
  }

  @Test
  @Tag("I10")
  void several_platforms_are_pushed_as_one_index_of_which_common_stages_are_built_once()
      throws IOException {
    Files.writeString(
        context.resolve("Several"),
        """
        ARG REGISTRY
        FROM --platform=$BUILDPLATFORM $REGISTRY/busybox AS same
        RUN head -c 16 /dev/urandom | md5sum > /random
        FROM --platform=$BUILDPLATFORM $REGISTRY/busybox AS own
        ARG TARGETARCH
        RUN test ! -e /arch && echo $TARGETARCH > /arch
        FROM scratch
        COPY --from=same /random /
        COPY --from=own /arch /
        """);
    ImageName name = registry.image("docker-command", "several");
    ImageName second = registry.image("docker-command-too", "several");
    Path digest = context.resolve("digest");
    String[] arguments = {
      "--annotation=index:org.example.all=yes",
      "--annotation=manifest[linux/arm64]:org.example.arm=yes",
      "--metadata-file=" + digest
    };
    several("Several", List.of(name, second), arguments).outputOrFail();

    JsonNode index = new JsonMapper().readTree(raw(name));
    assertThat(index.path("mediaType").asText())
        .isEqualTo("application/vnd.oci.image.index.v1+json");
    assertThat(index.at("/annotations/org.example.all").asText()).isEqualTo("yes");
    assertThat(index.findValuesAsText("architecture")).containsExactly("amd64", "arm64");
    assertThat(new JsonMapper().readTree(digest.toFile()).path("containerimage.digest").asText())
        .isEqualTo(Sha256.digestOf(raw(name).getBytes(StandardCharsets.UTF_8)));
    assertThat(raw(second)).isEqualTo(raw(name));
    assertThat(file(name, "amd64", "arch")).isEqualTo("amd64\n");
    assertThat(file(name, "arm64", "arch")).isEqualTo("arm64\n");
    assertThat(file(name, "arm64", "random")).isEqualTo(file(name, "amd64", "random"));
  }

  @Test
  @Tag("I10")
  void nothing_is_tagged_when_the_program_of_one_platform_cannot_run_here() throws IOException {
    Files.copy(Path.of("/bin/busybox"), context.resolve("amd64"));
    byte[] head = Arrays.copyOf(Files.readAllBytes(context.resolve("amd64")), 4096);
    head[18] = (byte) 183;
    Files.write(context.resolve("arm64"), head);
    Files.writeString(
        context.resolve("Foreign"),
        """
        FROM scratch
        ARG TARGETARCH
        COPY --chmod=755 $TARGETARCH /busybox
        RUN ["/busybox", "true"]
        """);
    ImageName name = registry.image("docker-command", "foreign");

    Outcome outcome = several("Foreign", List.of(name));

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.output())
        .contains("Foreign:4")
        .contains("it is built for arm64, and this machine is amd64 without an emulator");
    assertThat(Program.of("sh", "-c", SKOPEO + name).run().exitCode()).isNotZero();
  }

  private Outcome several(String dockerfile, List<ImageName> names, String... more) {
    List<String> arguments = new ArrayList<>(List.of("build", "--push"));
    names.forEach(name -> arguments.addAll(List.of("-t", name.toString())));
    arguments.addAll(List.of("-f", context.resolve(dockerfile).toString()));
    arguments.addAll(List.of("--platform", "linux/amd64,linux/arm64"));
    arguments.addAll(List.of("--build-arg", "REGISTRY=" + registry.address()));
    arguments.addAll(List.of(more));
    arguments.add(context.toString());
    return executor
        .with("KANIKO_DIR", executor.workDirectory().toString())
        .run(arguments.toArray(String[]::new));
  }

  private static String raw(ImageName name) {
    return Program.of("sh", "-c", SKOPEO + name).run().outputOrFail();
  }

  /** What one platform's image has in a file, as skopeo and umoci find it. */
  private String file(ImageName name, String architecture, String file) throws IOException {
    Path folder = Files.createTempDirectory(context.getParent(), architecture);
    Program.of(
            "sh",
            "-ec",
            "skopeo --override-arch=%1$s copy -q --src-tls-verify=false docker://%2$s oci:l:x"
                    .formatted(architecture, name)
                + " && umoci raw unpack --image l:x unpacked")
        .in(folder)
        .run()
        .outputOrFail();
    return Files.readString(folder.resolve("unpacked/" + file));
  }
}
