package dev.kaniko.e2e.world;

import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.process.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Docker engine of the tests' own, with all its state below one folder. */
public final class DockerEngine implements AutoCloseable {
  /** Debian's client has BuildKit built in; others on the path may need a plugin for it. */
  private static final String CLIENT = "/usr/bin/docker";

  private final Path folder;
  private final Server server;

  private DockerEngine(Path folder, Server server) {
    this.folder = folder;
    this.server = server;
  }

  /** Without networks of its own: containers have the host's, or none. */
  static DockerEngine start(Path folder) {
    try {
      Files.createDirectories(folder.resolve("client"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>();
    command.add("dockerd");
    command.add("--data-root=" + folder.resolve("data"));
    command.add("--exec-root=" + folder.resolve("exec"));
    command.add("--pidfile=" + folder.resolve("pid"));
    command.add("--host=" + address(folder));
    command.addAll(List.of("--iptables=false", "--ip6tables=false", "--bridge=none"));
    Server server =
        Server.start(
            command,
            Map.of(),
            folder.resolve("dockerd.log"),
            () -> client(folder, "version").run().succeeded());
    return new DockerEngine(folder, server);
  }

  Path folder() {
    return folder;
  }

  public Outcome docker(String... arguments) {
    return client(folder, arguments).run();
  }

  /** What makes a Docker client talk to this engine. */
  public Map<String, String> environment() {
    return environment(folder);
  }

  private static Map<String, String> environment(Path folder) {
    return Map.of(
        "DOCKER_HOST", address(folder),
        "DOCKER_CONFIG", folder.resolve("client").toString(),
        "DOCKER_BUILDKIT", "1");
  }

  private static Program client(Path folder, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(CLIENT);
    command.addAll(List.of(arguments));
    return new Program(command, Path.of("/"), environment(folder));
  }

  private static String address(Path folder) {
    return "unix://" + folder.resolve("docker.sock");
  }

  @Override
  public void close() {
    server.close();
  }
}
