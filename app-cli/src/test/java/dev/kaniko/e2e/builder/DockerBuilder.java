package dev.kaniko.e2e.builder;

import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.world.DockerEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Docker's engine with BuildKit: the reference. */
public final class DockerBuilder implements ImageBuilder {
  private final DockerEngine engine;

  public DockerBuilder(DockerEngine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public Outcome push(BuildRequest request, ImageName destination) {
    Outcome built = build(request, destination);
    return built.succeeded() ? engine.docker("push", "--quiet", destination.toString()) : built;
  }

  @Override
  public Outcome save(BuildRequest request, Path archive, ImageName name) {
    Outcome built = build(request, name);
    return built.succeeded()
        ? engine.docker("save", "--output", archive.toString(), name.toString())
        : built;
  }

  private Outcome build(BuildRequest request, ImageName name) {
    List<String> arguments =
        new ArrayList<>(List.of("build", "--no-cache", "--network", "host", "--progress", "plain"));
    arguments.addAll(List.of("--tag", name.toString()));
    arguments.addAll(
        List.of(
            "--file",
            request
                .context()
                .resolve(request.paraphrase().orElse(request.dockerfile()))
                .toString()));
    request
        .buildArgs()
        .forEach(
            (key, value) -> {
              arguments.add("--build-arg");
              arguments.add(key + "=" + value);
            });
    request
        .secrets()
        .forEach(
            (id, file) -> {
              arguments.add("--secret");
              arguments.add("id=%s,src=%s".formatted(id, file));
            });
    request.agent().ifPresent(agent -> arguments.addAll(List.of("--ssh", "default=" + agent)));
    request.target().ifPresent(target -> arguments.addAll(List.of("--target", target)));
    arguments.add(request.context().toString());
    return engine.docker(arguments.toArray(String[]::new));
  }
}
