package dev.kaniko.e2e.world;

import dev.kaniko.e2e.process.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** OpenSSH's agent, without a key. */
public final class SshAgent implements AutoCloseable {
  private final Path socket;
  private final Server server;

  private SshAgent(Path socket, Server server) {
    this.socket = socket;
    this.server = server;
  }

  /**
   * @param folder for the socket and the log
   */
  public static SshAgent start(Path folder) {
    Path socket = folder.resolve("socket");
    Server server =
        Server.start(
            List.of("ssh-agent", "-D", "-a", socket.toString()),
            Map.of(),
            folder.resolve("log"),
            () -> Files.exists(socket));
    return new SshAgent(socket, server);
  }

  public Path socket() {
    return socket;
  }

  @Override
  public void close() {
    server.close();
  }
}
