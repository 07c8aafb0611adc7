package dev.kaniko.e2e.builder;

import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Buildah, as a second builder to try the oracle itself with. */
public final class BuildahBuilder implements ImageBuilder {
  private final Path storage;

  /**
   * @param storage a folder of its own for images and layers
   */
  public BuildahBuilder(Path storage) {
    this.storage = storage;
  }

  @Override
  public String name() {
    return "buildah";
  }

  @Override
  public Outcome push(BuildRequest request, ImageName destination) {
    Outcome built = build(request, destination);
    return built.succeeded()
        ? buildah(List.of("push", "--tls-verify=false", destination.toString()))
        : built;
  }

  @Override
  public Outcome save(BuildRequest request, Path archive, ImageName name) {
    Outcome built = build(request, name);
    return built.succeeded()
        ? buildah(List.of("push", name.toString(), "docker-archive:%s:%s".formatted(archive, name)))
        : built;
  }

  private Outcome build(BuildRequest request, ImageName name) {
    List<String> arguments = new ArrayList<>(List.of("bud", "--isolation", "chroot"));
    arguments.addAll(List.of("--no-cache", "--layers", "--format", "docker"));
    arguments.addAll(List.of("--tls-verify=false", "--tag", name.toString()));
    arguments.addAll(List.of("--file", request.context().resolve(request.dockerfile()).toString()));
    request.buildArgs().forEach((key, value) -> arguments.add("--build-arg=" + key + "=" + value));
    request.secrets().forEach((id, file) -> arguments.add("--secret=id=" + id + ",src=" + file));
    request.target().ifPresent(target -> arguments.add("--target=" + target));
    arguments.add(request.context().toString());
    return buildah(arguments);
  }

  private Outcome buildah(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("buildah", "--root", storage.resolve("root").toString()));
    command.addAll(List.of("--runroot", storage.resolve("run").toString()));
    command.addAll(List.of("--storage-driver", "overlay"));
    command.addAll(arguments);
    return Program.of(command).run();
  }
}
