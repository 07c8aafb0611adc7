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
import java.util.regex.Pattern;

/** Docker's registry on a free port of the loopback, plain HTTP. */
public final class LocalRegistry implements AutoCloseable {
  /** The account that opens a registry with a password. */
  public static final String USER = "alice";

  public static final String PASSWORD = "secret";

  /** {@link #USER} and {@link #PASSWORD} by bcrypt, the only hash that the registry takes. */
  private static final String HTPASSWD =
      "alice:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n";

  private final Path folder;
  private final int port;
  private final Server server;

  private LocalRegistry(Path folder, int port, Server server) {
    this.folder = folder;
    this.port = port;
    this.server = server;
  }

  /**
   * Open to everybody.
   *
   * @param folder for its configuration and, in {@code data}, all it stores
   */
  public static LocalRegistry start(Path folder) {
    return start(folder, "");
  }

  /** For {@link #USER} alone. */
  public static LocalRegistry startWithPassword(Path folder) {
    try {
      Path accounts = Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
      return start(folder, "auth: {htpasswd: {realm: test, path: %s}}".formatted(accounts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LocalRegistry start(Path folder, String auth) {
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
          %s
          """
              .formatted(folder.resolve("data"), port, auth));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + configuration, e);
    }
    Server server =
        Server.start(
            List.of("docker-registry", "serve", configuration.toString()),
            Map.of(),
            folder.resolve("registry.log"),
            () -> answers(port));
    return new LocalRegistry(folder, port, server);
  }

  /** Where the registry keeps the blob, which it does not look into again. */
  public Path blob(String digest) {
    String hex = digest.substring(digest.indexOf(':') + 1);
    return folder.resolve(
        "data/docker/registry/v2/blobs/sha256/%s/%s/data".formatted(hex.substring(0, 2), hex));
  }

  /** What was asked of it so far, the oldest first: {@code GET /v2/app/manifests/1}. */
  public List<String> requests() {
    try {
      Pattern request = Pattern.compile("\"([A-Z]+ /v2/[^ ]*) HTTP/1.1\"");
      return request
          .matcher(Files.readString(folder.resolve("registry.log")))
          .results()
          .map(found -> found.group(1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** A port of the loopback that nobody listens at. */
  public static int freePort() {
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
