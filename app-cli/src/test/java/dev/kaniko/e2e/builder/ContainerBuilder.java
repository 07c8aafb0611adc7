package dev.kaniko.e2e.builder;

import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.world.DockerEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * This project's executor in its own image, as pods run it: an ordinary container without any
 * privilege, where it can neither mount nor make namespaces. Each build has a container of its own.
 */
public final class ContainerBuilder implements ImageBuilder {
  private static final Path WORKSPACE = Path.of("/workspace");
  private static final Path OUTPUT = Path.of("/output");

  private final DockerEngine engine;
  private final String image;
  private final List<String> options;

  /**
   * @param archive the image, as {@code docker load} takes it; its entry point is the executor
   */
  public ContainerBuilder(DockerEngine engine, Path archive) {
    this(engine, load(engine, archive), List.of());
  }

  private ContainerBuilder(DockerEngine engine, String image, List<String> options) {
    this.engine = engine;
    this.image = image;
    this.options = List.copyOf(options);
  }

  private static String load(DockerEngine engine, Path archive) {
    String said = engine.docker("load", "--input", archive.toString()).outputOrFail().strip();
    return said.substring(said.lastIndexOf(": ") + 2);
  }

  /** The same in containers that are started with these options of {@code docker run}. */
  public ContainerBuilder with(String... newOptions) {
    return new ContainerBuilder(engine, image, List.of(newOptions));
  }

  /** The same with another image of the engine's. */
  public ContainerBuilder of(String otherImage) {
    return new ContainerBuilder(engine, otherImage, options);
  }

  /** As the engine calls it. */
  public String image() {
    return image;
  }

  @Override
  public String name() {
    return "container";
  }

  @Override
  public Outcome push(BuildRequest request, ImageName destination) {
    List<String> volumes =
        new ArrayList<>(List.of("--volume", request.context() + ":" + WORKSPACE + ":ro"));
    request.agent().ifPresent(agent -> volumes.addAll(List.of("--volume", agent + ":" + agent)));
    return run(volumes, ExecutorArguments.push(request, WORKSPACE, destination));
  }

  @Override
  public Outcome save(BuildRequest request, Path archive, ImageName name) {
    return run(
        List.of(
            "--volume",
            request.context() + ":" + WORKSPACE + ":ro",
            "--volume",
            archive.getParent() + ":" + OUTPUT),
        ExecutorArguments.save(request, WORKSPACE, name, OUTPUT.resolve(archive.getFileName())));
  }

  private Outcome run(List<String> volumes, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("run", "--rm", "--network", "host"));
    all.addAll(options);
    all.addAll(volumes);
    all.add(image);
    all.addAll(arguments);
    return engine.docker(all.toArray(String[]::new));
  }
}
