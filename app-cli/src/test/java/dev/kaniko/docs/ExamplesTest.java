package dev.kaniko.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples that no machine of the tests can run are at least what their readers take. */
class ExamplesTest {
  private static final String IMAGE = "registry.example.com/kaniko";

  /** What an example hands over when it starts a build and not what it has in brackets. */
  private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\(params\\.EXTRA_ARGS\\[\\*]\\)");

  static List<ExampleFile> examples() {
    return ExampleFile.all();
  }

  @Test
  void all_that_are_promised_are_there() {
    assertThat(examples().stream().map(ExampleFile::name))
        .contains(
            "pod-hostpath.yaml",
            "pod-emptydir.yaml",
            "pod-restricted.yaml",
            "pod-gcs.yaml",
            "pod-ecr.yaml",
            "job.yaml",
            "job-matrix.yaml",
            "cloudbuild.yaml",
            "gitlab-ci.yml",
            "tekton-task.yaml",
            "argo-workflow.yaml");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_has_the_fields_of_its_kind(ExampleFile example) {
    assertThat(ManifestShapes.of(example).problems(example.name(), example.tree())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_gives_the_executor_what_it_takes(ExampleFile example) {
    assertThat(example.executorCalls()).isNotEmpty();
    for (List<String> call : example.executorCalls()) {
      List<String> own = call.stream().filter(it -> !SUBSTITUTED.matcher(it).matches()).toList();
      assertThat(ExampleFile.refusal(own)).isEmpty();
      assertThat(own).anyMatch(it -> it.matches("--context=(dir|tar)://.+"));
      assertThat(own).anyMatch(it -> it.startsWith("--destination="));
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_names_the_image_as_it_is_built(ExampleFile example) throws IOException {
    assertThat(example.images())
        .anyMatch(image -> image.contains("/kaniko:"))
        .allMatch(ExamplesTest::isOursOrAnothers);
  }

  @Test
  void the_script_names_the_image_as_it_is_built() throws IOException {
    String script = Files.readString(ExampleFile.folder().resolve("run_in_docker.sh"));
    assertThat(script).contains("${KANIKO_IMAGE:-" + IMAGE + ":" + version() + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "restartPolicy: Never, restartPolice: Never",
    "restartPolicy: Never, restartPolicy: Always",
    "kind: Pod, kind: Job",
    "apiVersion: v1, apiVersion: v2",
    "readOnly: true, readOnly: 'yes'",
    "name: build-hostpath, name: Build",
    "mountPath: /workspace, path: /workspace",
    "image: registry, picture: registry",
  })
  void a_mistake_in_a_manifest_is_noticed(String right, String wrong) throws IOException {
    Path file = ExampleFile.folder().resolve("kubernetes/pod-hostpath.yaml");
    String text = Files.readString(file);
    assertThat(text).contains(right);
    ExampleFile mistaken = ExampleFile.parse("pod.yaml", text.replace(right, wrong));
    assertThat(ManifestShapes.of(mistaken).problems("pod", mistaken.tree())).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--destinaton=registry.example.com/app, unknown flag: --destinaton",
    "--materialize, not built into this version",
    "--reproducible=perhaps, expected true or false",
  })
  void a_mistake_in_a_call_is_noticed(String argument, String message) {
    for (String manifest :
        List.of(
            "spec: {containers: [{image: registry.example.com/kaniko:1, args: [\"%s\"]}]}",
            "build: {script: [\"/kaniko/executor --no-push %s && echo\"]}")) {
      ExampleFile planted = ExampleFile.parse("planted.yaml", manifest.formatted(argument));
      assertThat(planted.executorCalls()).hasSize(1);
      assertThat(ExampleFile.refusal(planted.executorCalls().getFirst())).contains(message);
    }
  }

  private static boolean isOursOrAnothers(String image) {
    return List.of(IMAGE + ":" + version(), IMAGE + ":debug").contains(image)
        || !image.contains("/kaniko:");
  }

  private static String version() {
    try {
      Matcher version =
          Pattern.compile("<artifactId>kaniko-parent</artifactId>\\s*<version>([^<]+)</version>")
              .matcher(Files.readString(Checkout.root().resolve("pom.xml")));
      assertThat(version.find()).isTrue();
      return version.group(1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
