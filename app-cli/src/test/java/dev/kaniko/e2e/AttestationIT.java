package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is said about an image in a registry, beside it. */
@ExtendWith(SharedWorld.class)
class AttestationIT {
  private final ExecutorProgram executor;
  private final TestWorld world;
  private final Path context;

  AttestationIT(TestWorld world) {
    this.world = world;
    this.executor = new ExecutorProgram(world);
    this.context = world.newFolder("context");
  }

  @Test
  @Tag("I11")
  @Tag("I12")
  void an_image_is_pushed_with_its_packages_and_how_it_was_built_be_it_cached_or_not()
      throws IOException {
    Files.writeString(context.resolve("secret"), "canary-secret");
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        ARG REGISTRY
        FROM ${REGISTRY}/debian
        ARG TOKEN
        # https://me:canary-password@example.org/r.git
        RUN --mount=type=secret,id=s echo built > /built
        """);
    ImageName name = world.registry().image("attested", "1");
    String cache = "--cache-repo=oci:" + world.newFolder("cache");
    String[] arguments = {
      "--context=" + context,
      "--cache",
      cache,
      "--sbom=true",
      "--provenance=mode=max",
      "--secret=id=s,src=" + context.resolve("secret"),
      "--build-arg=TOKEN=not-canary-secret",
      "--destination=" + name
    };
    executor.build(arguments).outputOrFail();
    List<JsonNode> first = statements(name);
    assertThat(executor.build(arguments).outputOrFail()).contains("Using caching version");
    List<JsonNode> cached = statements(name);

    List<String> packages = first.get(0).at("/predicate/packages").findValuesAsText("name");
    assertThat(packages).contains("dpkg", "libc6", "tar").hasSizeGreaterThan(50);
    assertThat(cached.get(0).at("/predicate/packages").findValuesAsText("name"))
        .isEqualTo(packages);
    assertThat(first.get(1).at("/predicate/materials/0/uri").asText())
        .isEqualTo(
            "pkg:docker/%s/debian@latest?platform=linux%%2Famd64"
                .formatted(world.registry().address()));
    assertThat(first.get(1).at("/predicate/buildConfig/steps")).hasSize(3);
    assertThat(first.toString()).doesNotContain("canary");
    ImageName next = world.registry().image("attested", "next");
    assertThat(
            executor
                .build(
                    "--context=" + from(name),
                    "--build-arg=BUILDKIT_MULTI_PLATFORM=1",
                    "--destination=" + next)
                .outputOrFail())
        .contains("built\n")
        .doesNotContain("BUILDKIT_MULTI_PLATFORM is not used");
    String index = "skopeo inspect --tls-verify=false --raw docker://" + next;
    assertThat(
            new JsonMapper()
                .readTree(Program.of(index.split(" ")).run().outputOrFail())
                .path("manifests"))
        .hasSize(1);
  }

  @Test
  void what_a_trigger_of_the_base_copies_from_an_image_is_one_of_the_materials()
      throws IOException {
    String registry = world.registry().address();
    ImageName base = world.registry().image("triggers", "1");
    ImageName name = world.registry().image("triggered", "1");
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM %1$s/busybox\nONBUILD COPY --from=%1$s/layered / /of-another/\n".formatted(registry));
    executor.build("--context=" + context, "--destination=" + base).outputOrFail();
    Files.writeString(context.resolve("Dockerfile"), "FROM " + base + "\n");
    executor
        .build("--context=" + context, "--provenance=true", "--destination=" + name)
        .outputOrFail();
    assertThat(statements(name).getFirst().at("/predicate/materials").findValuesAsText("uri"))
        .hasSize(2)
        .anyMatch(uri -> uri.contains("/triggers@1"))
        .anyMatch(uri -> uri.contains("/layered@latest"));
  }

  private Path from(ImageName name) throws IOException {
    Path folder = world.newFolder("from");
    Files.writeString(folder.resolve("Dockerfile"), "FROM " + name + "\nRUN cat /built\n");
    return folder;
  }

  /** The packages, then how it was built. */
  private List<JsonNode> statements(ImageName name) throws IOException {
    Path layout = world.newFolder("layout");
    Program.of(
            "skopeo",
            "copy",
            "--all",
            "--src-tls-verify=false",
            "docker://" + name,
            "oci:" + layout)
        .run()
        .outputOrFail();
    JsonMapper json = new JsonMapper();
    JsonNode index =
        json.readTree(
            blob(layout, json.readTree(layout.resolve("index.json").toFile()).at("/manifests/0")));
    JsonNode image = index.at("/manifests/0");
    JsonNode attestation = index.at("/manifests/1");
    assertThat(index.path("manifests")).hasSize(2);
    assertThat(attestation.at("/annotations/vnd.docker.reference.digest"))
        .isEqualTo(image.path("digest"));
    List<JsonNode> statements = new ArrayList<>();
    for (JsonNode layer : json.readTree(blob(layout, attestation)).path("layers")) {
      JsonNode statement = json.readTree(blob(layout, layer));
      assertThat(statement.path("predicateType"))
          .isEqualTo(layer.at("/annotations/in-toto.io~1predicate-type"));
      assertThat("sha256:" + statement.at("/subject/0/digest/sha256").asText())
          .isEqualTo(image.path("digest").asText());
      statements.add(statement);
    }
    return statements;
  }

  private static String blob(Path layout, JsonNode descriptor) throws IOException {
    return Files.readString(
        layout.resolve("blobs/" + descriptor.path("digest").asText().replace(':', '/')));
  }
}
