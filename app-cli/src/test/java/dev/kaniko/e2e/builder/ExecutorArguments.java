package dev.kaniko.e2e.builder;

import dev.kaniko.e2e.image.ImageName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A request in the executor's words. */
final class ExecutorArguments {

  private ExecutorArguments() {}

  /**
   * @param context where the executor finds the context, which may be elsewhere than for us
   */
  static List<String> push(BuildRequest request, Path context, ImageName name) {
    List<String> arguments = build(request, context, name);
    arguments.addAll(List.of("--destination", name.toString()));
    return arguments;
  }

  /**
   * @param archive as the executor names it
   */
  static List<String> save(BuildRequest request, Path context, ImageName name, Path archive) {
    List<String> arguments = push(request, context, name);
    arguments.addAll(List.of("--no-push", "--tar-path", archive.toString()));
    return arguments;
  }

  private static List<String> build(BuildRequest request, Path context, ImageName name) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--context", "dir://" + context));
    arguments.addAll(List.of("--dockerfile", request.dockerfile()));
    arguments.addAll(List.of("--insecure-registry", name.registry()));
    request.buildArgs().forEach((key, value) -> arguments.add("--build-arg=" + key + "=" + value));
    request
        .secrets()
        .forEach(
            (id, file) -> {
              Path found = context.resolve(request.context().relativize(file));
              arguments.add("--secret=id=" + id + ",src=" + found);
            });
    request
        .contexts()
        .forEach(
            (called, what) ->
                arguments.add(
                    "--build-context="
                        + called
                        + "="
                        + what.replace("{context}", context.toString())));
    request.agent().ifPresent(agent -> arguments.add("--ssh=default=" + agent));
    request.target().ifPresent(target -> arguments.add("--target=" + target));
    return arguments;
  }
}
