package dev.kaniko.plugins.aws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** s3rver of the npm registry, with one bucket and a folder of its own, on a free port. */
final class S3Server implements AutoCloseable {
  static final String BUCKET = "contexts";

  /** Those that the server knows. */
  static final String KEY_ID = "S3RVER";

  static final String SECRET = "S3RVER";

  private static final String PACKAGE = "s3rver@3.7.1";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Process process;
  private final int port;

  private S3Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static S3Server start() throws IOException, InterruptedException {
    Path installed = Files.createDirectories(Path.of("target/s3rver").toAbsolutePath());
    Path program = installed.resolve("node_modules/s3rver/bin/s3rver.js");
    if (!Files.exists(program)) {
      install(installed);
    }
    int port = freePort();
    Path data = Files.createTempDirectory(installed, "data");
    Process process =
        new ProcessBuilder(
                List.of(
                    "node",
                    program.toString(),
                    "--directory=" + data,
                    "--address=127.0.0.1",
                    "--port=" + port,
                    "--configure-bucket",
                    BUCKET))
            .redirectErrorStream(true)
            .redirectOutput(installed.resolve("log").toFile())
            .start();
    S3Server server = new S3Server(process, port);
    server.awaitReady(installed.resolve("log"));
    return server;
  }

  private static void install(Path folder) throws IOException, InterruptedException {
    Path log = folder.resolve("npm.log");
    Process npm =
        new ProcessBuilder(
                "npm", "install", "--no-audit", "--no-fund", "--prefix", folder.toString(), PACKAGE)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (npm.waitFor() != 0) {
      throw new IOException("npm has not installed " + PACKAGE + ": " + Files.readString(log));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady(Path log) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!answers()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        close();
        throw new IOException("the server has not started: " + Files.readString(log));
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
  }

  private boolean answers() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
