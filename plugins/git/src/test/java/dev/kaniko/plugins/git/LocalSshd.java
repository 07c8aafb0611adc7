package dev.kaniko.plugins.git;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** OpenSSH's server on the loopback, with a host key and one user's key of its own. */
final class LocalSshd implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final Process server;

  LocalSshd(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.port = freePort();
    Files.createDirectories(Path.of("/run/sshd"));
    key("host");
    key("user");
    Files.copy(folder.resolve("user.pub"), folder.resolve("authorized_keys"));
    Files.writeString(
        folder.resolve("config"),
        """
        ListenAddress 127.0.0.1
        Port %d
        HostKey %s
        AuthorizedKeysFile %s
        PidFile none
        UsePAM no
        StrictModes no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password
        """
            .formatted(port, folder.resolve("host"), folder.resolve("authorized_keys")));
    this.server =
        new ProcessBuilder("/usr/sbin/sshd", "-D", "-f", folder.resolve("config").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    awaitStart();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitStart() throws IOException, InterruptedException {
    for (int i = 0; i < 200; i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException notYet) {
        Thread.sleep(50);
      }
    }
    throw new IllegalStateException("sshd: " + Files.readString(folder.resolve("log")));
  }

  int port() {
    return port;
  }

  /** As it stands behind {@code ssh://}, with the user who may come in. */
  String address() {
    return "root@127.0.0.1:" + port;
  }

  /** The line of {@code known_hosts}. */
  String knownHost() throws IOException {
    return "[127.0.0.1]:" + port + " " + Files.readString(folder.resolve("host.pub"));
  }

  /** The private key that opens the server; there is one of the same name and {@code .pub}. */
  Path userKey() {
    return folder.resolve("user");
  }

  /** A new key beside the others, which opens nothing. */
  Path key(String name) throws IOException, InterruptedException {
    Path key = folder.resolve(name);
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", key.toString());
    return key;
  }

  static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(List.of(command) + ": " + said);
    }
  }

  @Override
  public void close() {
    server.destroy();
    server.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
