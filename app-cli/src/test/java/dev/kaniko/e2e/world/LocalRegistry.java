package dev.kaniko.e2e.world;

import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.process.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Docker's registry on a free port of the loopback, plain HTTP. */
public final class LocalRegistry implements AutoCloseable {
  private final int port;
  private final Server server;

  private LocalRegistry(int port, Server server) {
    this.port = port;
    this.server = server;
  }

  static LocalRegistry start(Path folder) {
    int port = freePort();
    Path configuration = folder.resolve("registry.yml");
    try {
      Files.createDirectories(folder);
      Files.writeString(
          configuration,
          """
          version: 0.1
          log: {level: warn}
          storage:
            filesystem: {rootdirectory: %s}
            delete: {enabled: true}
          http: {addr: "127.0.0.1:%d"}
          """
              .formatted(folder.resolve("data"), port));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + configuration, e);
    }
    Server server =
        Server.start(
            List.of("docker-registry", "serve", configuration.toString()),
            Map.of(),
            folder.resolve("registry.log"),
            () -> answers(port));
    return new LocalRegistry(port, server);
  }

  /** {@code host:port}, as image names begin. */
  public String address() {
    return "localhost:" + port;
  }

  public ImageName image(String repository, String tag) {
    return new ImageName(address(), repository, tag);
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on the loopback", e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
