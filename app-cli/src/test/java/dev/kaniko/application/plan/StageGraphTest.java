package dev.kaniko.application.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.application.NamedContext;
import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.failure.UserMistakes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StageGraphTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  private static Dockerfile dockerfile(String text) {
    return DockerfileParser.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8)).dockerfile();
  }

  private static BuildArguments arguments(Dockerfile dockerfile, Map<String, String> given) {
    return new BuildArguments(dockerfile, given, AMD64, "default");
  }

  private static StageGraph graph(Dockerfile dockerfile, Map<String, NamedContext> named) {
    return new StageGraph(dockerfile, arguments(dockerfile, Map.of()).global(), AMD64, named);
  }

  private record Nothing() implements FileTree {
    @Override
    public Optional<FileNode> lookup(FilePath path) {
      return Optional.empty();
    }

    @Override
    public SortedMap<String, FileNode> children(FilePath path) {
      return new TreeMap<>();
    }
  }

  @Test
  void a_stage_that_only_a_mount_takes_from_is_needed() {
    Dockerfile dockerfile =
        dockerfile(
            """
            FROM a AS one
            FROM b AS two
            FROM c AS three
            RUN --mount=type=cache,target=/x,from=one --mount=target=$WHERE,from=1 true
            """);
    Stage last = dockerfile.stages().getLast();
    assertThat(graph(dockerfile, Map.of()).needed(last)).containsExactly(0, 1, 2);
  }

  @Test
  void a_mount_from_a_later_stage_is_told_with_its_target() {
    Dockerfile dockerfile =
        dockerfile(
            """
            FROM a
            RUN --mount=from=later,target=/y true
            FROM b AS later
            """);
    assertThatThrownBy(() -> graph(dockerfile, Map.of()).needed(dockerfile.stages().getFirst()))
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining("cannot mount from stage \"later\" to \"/y\"");
  }

  @Test
  void a_named_context_wins_over_a_stage_and_an_image() {
    Dockerfile dockerfile =
        dockerfile(
            """
            FROM a AS base
            FROM base
            FROM alpine
            RUN --mount=from=files,target=/y true
            """);
    ImageReference other = ImageReference.parse("other:1");
    FileTree files = new Nothing();
    StageGraph graph =
        graph(
            dockerfile,
            Map.of(
                "base", new NamedContext.Image(other),
                "docker.io/library/alpine:latest", new NamedContext.Empty(),
                "files", new NamedContext.Files(files)));
    Stage second = dockerfile.stages().get(1);
    Stage third = dockerfile.stages().get(2);
    assertThat(graph.baseOf(second)).isEqualTo(new StageBase.Image(other, AMD64));
    assertThat(graph.needed(second)).containsExactly(1);
    assertThat(graph.baseOf(third)).isEqualTo(new StageBase.Scratch());
    RunInstruction run = (RunInstruction) third.instructions().getFirst();
    assertThat(graph.mountSourceOf(run, "files", "/y", third))
        .isEqualTo(new StageBase.Files("files", files));
  }

  @Test
  void a_source_date_is_given_or_a_global_default_in_seconds() {
    Dockerfile plain = dockerfile("FROM a");
    Dockerfile dated = dockerfile("ARG SOURCE_DATE_EPOCH=5\nFROM a");
    Map<String, String> given = Map.of("SOURCE_DATE_EPOCH", "1000000000");
    assertThat(arguments(plain, Map.of()).sourceDate()).isEmpty();
    assertThat(arguments(dated, Map.of()).sourceDate()).contains(Instant.ofEpochSecond(5));
    assertThat(arguments(dated, given).sourceDate()).contains(Instant.ofEpochSecond(1000000000));
    assertThat(arguments(plain, given).unused(plain)).isEmpty();
    assertThatThrownBy(arguments(plain, Map.of("SOURCE_DATE_EPOCH", "now"))::sourceDate)
        .isInstanceOf(UserMistakes.class)
        .hasMessageContaining("invalid SOURCE_DATE_EPOCH: now");
  }
}
