package dev.kaniko.e2e.world;

import dev.kaniko.e2e.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A registry with the base images in it and a Docker engine, in one temporary folder. */
public final class TestWorld implements AutoCloseable {
  private final Path folder;
  private final LocalRegistry registry;
  private final DockerEngine engine;
  private final Set<String> baseLayers;

  private TestWorld(
      Path folder, LocalRegistry registry, DockerEngine engine, Set<String> baseLayers) {
    this.folder = folder;
    this.registry = registry;
    this.engine = engine;
    this.baseLayers = Set.copyOf(baseLayers);
  }

  static TestWorld start() {
    try {
      Path folder = Files.createTempDirectory("kaniko-e2e");
      LocalRegistry registry = LocalRegistry.start(folder.resolve("registry"));
      Set<String> baseLayers = pushBases(Files.createDirectory(folder.resolve("bases")), registry);
      DockerEngine engine = DockerEngine.start(folder.resolve("docker"));
      return new TestWorld(folder, registry, engine, baseLayers);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set up the end-to-end tests", e);
    }
  }

  private static Set<String> pushBases(Path work, LocalRegistry registry) throws IOException {
    List<Path> recipes;
    try (Stream<Path> folders = Files.list(sources().resolve("bases"))) {
      recipes = folders.filter(folder -> Files.exists(folder.resolve("image.json"))).toList();
    }
    Set<String> layers = new HashSet<>();
    for (Path recipe : recipes) {
      String name = recipe.getFileName().toString();
      Path own = Files.createDirectory(work.resolve(name));
      layers.addAll(BaseImage.push(recipe, own, registry.image(name, "latest")));
    }
    return layers;
  }

  /** The folder {@code src/test} of this module. */
  public static Path sources() {
    return Path.of(System.getProperty("basedir", "."), "src/test").toAbsolutePath().normalize();
  }

  public LocalRegistry registry() {
    return registry;
  }

  public DockerEngine engine() {
    return engine;
  }

  /** Digests of all layers of all base images. */
  public Set<String> baseLayers() {
    return baseLayers;
  }

  /** A new folder that lives as long as this world. */
  public Path newFolder(String name) {
    try {
      return Files.createTempDirectory(folder, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops what was started and removes what it left; by a program, as names may be any bytes. */
  @Override
  public void close() {
    engine.close();
    registry.close();
    for (String mount : Mounts.below(folder).reversed()) {
      Program.of("umount", mount).run().outputOrFail();
    }
    Program.of("rm", "-rf", "--one-file-system", folder.toString()).run().outputOrFail();
  }
}
