package dev.kaniko.e2e.builder;

import dev.kaniko.e2e.world.TestWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which builder the tests are about, by system properties. */
public final class Builders {

  private Builders() {}

  /**
   * {@code kaniko.e2e.builder} is one of
   *
   * <ul>
   *   <li>{@code executor}: {@code kaniko.executor} is its command line, words parted by blanks;
   *   <li>{@code container}: {@code kaniko.image} is its image, an archive for {@code docker load};
   *   <li>{@code buildah} and {@code docker}, to try the oracle itself.
   * </ul>
   */
  public static ImageBuilder underTest(TestWorld world) {
    String name = System.getProperty("kaniko.e2e.builder", "executor");
    return switch (name) {
      case "executor" -> executor(world);
      case "container" -> container(world);
      case "buildah" -> new BuildahBuilder(world.newFolder("buildah"));
      case "docker" -> new DockerBuilder(world.engine());
      default ->
          throw new IllegalArgumentException(
              "-Dkaniko.e2e.builder=%s: there are executor, container, buildah and docker"
                  .formatted(name));
    };
  }

  public static ImageBuilder container(TestWorld world) {
    Path archive =
        Path.of(System.getProperty("kaniko.image", "target/image/executor.tar")).toAbsolutePath();
    if (!Files.isRegularFile(archive)) {
      throw new AssertionError(
          archive + " is not there: run src/image/build, or name another by -Dkaniko.image=");
    }
    return new ContainerBuilder(world.engine(), archive);
  }

  public static ImageBuilder executor(TestWorld world) {
    return new ExecutorBuilder(executorCommand(), world.newFolder("start"));
  }

  /** The executor and what goes before every other argument, by {@code kaniko.executor}. */
  static List<String> executorCommand() {
    String property = System.getProperty("kaniko.executor", "target/kaniko/bin/executor");
    List<String> command = new ArrayList<>(List.of(property.split(" +")));
    Path program = Path.of(command.getFirst()).toAbsolutePath();
    if (!Files.isExecutable(program)) {
      throw new AssertionError(
          program + " is not there: run 'mvn package', or name another by -Dkaniko.executor=");
    }
    command.set(0, program.toString());
    return command;
  }
}
