package dev.kaniko.e2e.builder;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What to build.
 *
 * @param context the folder, which nobody else writes to meanwhile
 * @param dockerfile relative to the context
 * @param secrets files by id
 * @param contexts of {@code --build-context} by name; {@code {context}} in one is the folder's path
 * @param agent socket of an SSH agent, the one called {@code default}
 * @param paraphrase another Dockerfile, which says the same in words that Docker 20.10 knows
 */
public record BuildRequest(
    Path context,
    String dockerfile,
    SortedMap<String, String> buildArgs,
    Map<String, Path> secrets,
    SortedMap<String, String> contexts,
    Optional<Path> agent,
    Optional<String> target,
    Optional<String> paraphrase) {

  public BuildRequest {
    buildArgs = new TreeMap<>(buildArgs);
    secrets = Map.copyOf(secrets);
    contexts = new TreeMap<>(contexts);
  }

  public static BuildRequest of(Path context) {
    return new BuildRequest(
        context,
        "Dockerfile",
        new TreeMap<>(),
        Map.of(),
        new TreeMap<>(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public BuildRequest withBuildArg(String name, String value) {
    SortedMap<String, String> more = new TreeMap<>(buildArgs);
    more.put(name, value);
    return new BuildRequest(
        context, dockerfile, more, secrets, contexts, agent, target, paraphrase);
  }

  public BuildRequest withAgent(Path socket) {
    return new BuildRequest(
        context, dockerfile, buildArgs, secrets, contexts, Optional.of(socket), target, paraphrase);
  }
}
