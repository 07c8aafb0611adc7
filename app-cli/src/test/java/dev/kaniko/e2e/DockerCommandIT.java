package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.ImageReader;
import dev.kaniko.e2e.world.LocalRegistry;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The flags of docker build, for those who come from there. */
@ExtendWith(SharedWorld.class)
class DockerCommandIT {
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
}
