package dev.kaniko.e2e.inplace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.BuildRequest;
import dev.kaniko.e2e.builder.Builders;
import dev.kaniko.e2e.builder.ContainerBuilder;
import dev.kaniko.e2e.builder.ImageBuilder;
import dev.kaniko.e2e.corpus.Corpus;
import dev.kaniko.e2e.difference.BuildWindow;
import dev.kaniko.e2e.difference.BuiltImage;
import dev.kaniko.e2e.difference.ImageDifference;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.ImageReader;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Containers of the executor's images, and what namespaces make of the same Dockerfiles. */
final class Pods {
  private static final Path IMAGES =
      Path.of(System.getProperty("basedir", "."), "target/image").toAbsolutePath().normalize();

  private final TestWorld world;
  private final ImageBuilder namespaces;

  Pods(TestWorld world) {
    this.world = world;
    this.namespaces = Builders.executor(world);
  }

  ContainerBuilder executor() {
    return new ContainerBuilder(world.engine(), IMAGES.resolve("executor.tar"));
  }

  ContainerBuilder debug() {
    return new ContainerBuilder(world.engine(), IMAGES.resolve("debug.tar"));
  }

  /** A variant of an executor's image, by the example's Dockerfile. */
  ContainerBuilder withDirectories(ContainerBuilder executor, String name) {
    Path example = IMAGES.resolve("../../../docs/examples/restricted").normalize();
    String tag = "with-directories:" + name;
    String argument = "EXECUTOR=" + executor.image();
    world
        .engine()
        .docker("build", "--tag", tag, "--build-arg", argument, example.toString())
        .outputOrFail();
    return executor.of(tag);
  }

  /** Runs a container with the host's network, removed when it ends. */
  Outcome run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("run", "--rm", "--network=host"));
    all.addAll(List.of(arguments));
    return world.engine().docker(all.toArray(String[]::new));
  }

  BuildRequest ofCorpus(String name) {
    return new Corpus().named(name).prepare(world.newFolder(name), world.registry().address());
  }

  BuildRequest ofDockerfile(String text) {
    Path context = world.newFolder("context");
    try {
      // Some read it as another user than the one who made it.
      Files.setPosixFilePermissions(context, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.writeString(context.resolve("Dockerfile"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return BuildRequest.of(context).withBuildArg("REGISTRY", world.registry().address());
  }

  /** What every build needs to know of the registry, as flags of the executor. */
  String flags() {
    String registry = world.registry().address();
    return "--insecure-registry=" + registry + " --build-arg=REGISTRY=" + registry;
  }

  /** Since {@code start} somebody built {@code actual} from what is now built in namespaces. */
  void assertSameAsInNamespaces(BuildRequest request, ImageName actual, Instant start) {
    BuildWindow window = BuildWindow.between(start, Instant.now());
    ImageName expected = new ImageName(actual.registry(), actual.repository(), "namespaces");
    Instant again = Instant.now();
    namespaces.push(request, expected).outputOrFail();
    BuildWindow ours = BuildWindow.between(again, Instant.now());
    try (ImageReader reader = new ImageReader()) {
      assertThat(
              ImageDifference.between(
                  new BuiltImage(reader.read(expected), ours),
                  new BuiltImage(reader.read(actual), window),
                  world.baseLayers()))
          .isEmpty();
    }
  }
}
