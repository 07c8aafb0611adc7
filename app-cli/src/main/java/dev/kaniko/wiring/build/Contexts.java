package dev.kaniko.wiring.build;

import dev.kaniko.application.context.ContextOpener;
import dev.kaniko.application.context.FetchedRepositories;
import dev.kaniko.application.context.OpenedContext;
import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.cli.options.NamedContexts;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.plugin.Extensions;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.DirectoryTrees;
import dev.kaniko.ports.context.RemoteTrees;
import dev.kaniko.ports.layer.ArchiveReader;
import dev.kaniko.ports.listener.BuildListener;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fetches what locations name: the build context, others that have names, and for ADD. */
final class Contexts {
  private static final String AGENT = "SSH_AUTH_SOCK";

  /** Credentials that are not for a server by its name. */
  private static final Set<String> FOR_ANY_SERVER =
      Set.of("GIT_TOKEN", "GIT_USERNAME", "GIT_PASSWORD");

  private final Extensions extensions;
  private final Map<String, String> environment;
  private final Set<String> namedServers;
  private final InputStream standardInput;
  private final ArchiveReader archives;
  private final DirectoryTrees directories;
  private final Supplier<Path> newDirectory;

  /**
   * @param newDirectory gives empty directories that are removed after the build
   */
  Contexts(
      Extensions extensions,
      BuildOptions options,
      Surroundings surroundings,
      ArchiveReader archives,
      DirectoryTrees directories,
      Supplier<Path> newDirectory) {
    this.extensions = extensions;
    this.environment = environment(options, surroundings);
    this.namedServers = namedServers(options);
    this.standardInput = surroundings.in();
    this.archives = archives;
    this.directories = directories;
    this.newDirectory = newDirectory;
  }

  /** With what flags say in the words that git and ssh have for it. */
  private static Map<String, String> environment(BuildOptions options, Surroundings surroundings) {
    Map<String, String> variables = options.git().applied(surroundings.environment());
    Optional.ofNullable(options.mounts().secrets().agents().get("default"))
        .ifPresent(socket -> variables.put(AGENT, socket.toString()));
    return variables;
  }

  /** The servers of repositories that the command line names. */
  private static Set<String> namedServers(BuildOptions options) {
    Stream<String> remote =
        options.namedContexts().meanings().values().stream()
            .filter(NamedContexts.Remote.class::isInstance)
            .map(meaning -> ((NamedContexts.Remote) meaning).location());
    return Stream.concat(Stream.of(options.context()), remote)
        .flatMap(location -> RepositoryLocation.of(location).stream())
        .map(RepositoryLocation::server)
        .collect(Collectors.toSet());
  }

  /**
   * @param purpose what fails when there is nothing, for messages
   */
  OpenedContext open(String location, String subPath, String purpose, BuildListener listener) {
    try (ContextProgress progress = new ContextProgress(location, listener)) {
      return opener(location, purpose).open(request(location, environment, progress), subPath);
    }
  }

  RemoteTrees repositories() {
    return new FetchedRepositories(location -> opener(location, "ADD"), this::requestOfADockerfile);
  }

  /** A Dockerfile cannot have the user's token sent to a server that it chooses. */
  private ContextRequest requestOfADockerfile(String location) {
    boolean isNamed =
        RepositoryLocation.of(location).map(RepositoryLocation::server).stream()
            .anyMatch(namedServers::contains);
    Map<String, String> variables = new HashMap<>(environment);
    if (!isNamed) {
      variables.keySet().removeAll(FOR_ANY_SERVER);
    }
    return request(location, variables, _ -> {});
  }

  private ContextOpener opener(String location, String purpose) {
    return new ContextOpener(extensions.contextSources(location), archives, directories, purpose);
  }

  private ContextRequest request(
      String location, Map<String, String> variables, LongConsumer progress) {
    return new ContextRequest(location, variables, standardInput, newDirectory.get(), progress);
  }
}
