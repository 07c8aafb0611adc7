package dev.kaniko.adapters.registry.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real registry (Debian's {@code docker-registry}) on a free port of this machine, with a storage
 * of its own. Closing it ends the process and removes what it stored.
 */
public final class RegistryProcess implements AutoCloseable {
  /** The account of {@link #withPassword()}. */
  public static final String USER = "alice";

  public static final String PASSWORD = "secret";

  private static final Path BINARY = Path.of("/usr/bin/docker-registry");

  /** {@link #USER} and {@link #PASSWORD} by bcrypt, the only hash that the registry takes. */
  private static final String HTPASSWD =
      "alice:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n";

  private static final Pattern LISTENING = Pattern.compile("listening on [^\"]*:([0-9]+)");

  private final Path directory;
  private final Process process;
  private final List<String> log = new ArrayList<>();
  private final int port;

  private RegistryProcess(String configuration, Path directory) {
    this.directory = directory;
    try {
      Path file = Files.writeString(directory.resolve("config.yml"), configuration);
      this.process =
          new ProcessBuilder(BINARY.toString(), "serve", file.toString())
              .redirectErrorStream(true)
              .start();
      this.port = awaitPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without TLS, open to everybody. */
  public static RegistryProcess start() {
    Path directory = temporary();
    return new RegistryProcess(configuration(directory, "", ""), directory);
  }

  /** Without TLS, for {@link #USER} alone, who says the password with every request. */
  public static RegistryProcess withPassword() {
    Path directory = temporary();
    Path passwords = write(directory.resolve("htpasswd"), HTPASSWD);
    String auth =
        """
        auth:
          htpasswd:
            realm: test
            path: %s
        """
            .formatted(passwords);
    return new RegistryProcess(configuration(directory, "", auth), directory);
  }

  /** Without TLS, for whoever has a token of {@code service}. */
  public static RegistryProcess withTokens(TokenServer service) {
    Path directory = temporary();
    Path bundle = write(directory.resolve("issuer.pem"), service.certificate().certificatePem());
    String auth =
        """
        auth:
          token:
            realm: %s
            service: %s
            issuer: %s
            rootcertbundle: %s
        """
            .formatted(service.realm(), TokenServer.SERVICE, TokenServer.ISSUER, bundle);
    return new RegistryProcess(configuration(directory, "", auth), directory);
  }

  /** With TLS, showing {@code certificate}; asks clients for one of {@code clients} if given. */
  public static RegistryProcess withTls(TestCertificate certificate, TestCertificate... clients) {
    Path directory = temporary();
    StringBuilder tls = new StringBuilder("  tls:\n");
    tls.append("    certificate: ")
        .append(write(directory.resolve("server.pem"), certificate.certificatePem()))
        .append("\n    key: ")
        .append(write(directory.resolve("server.key"), certificate.keyPem()))
        .append('\n');
    for (TestCertificate client : clients) {
      tls.append("    clientcas:\n      - ")
          .append(write(directory.resolve("client.pem"), client.certificatePem()))
          .append('\n');
    }
    return new RegistryProcess(configuration(directory, tls.toString(), ""), directory);
  }

  private static String configuration(Path directory, String http, String auth) {
    return """
    version: 0.1
    log:
      level: info
    storage:
      filesystem:
        rootdirectory: %s
      delete:
        enabled: true
    http:
      addr: 127.0.0.1:0
    %s%s\
    """
        .formatted(directory.resolve("storage"), http, auth);
  }

  /** Host and port, as images are named: {@code localhost:40123}. */
  public String host() {
    return "localhost:" + port;
  }

  /** The log's lines so far that have {@code part} in them. */
  public List<String> logged(String part) {
    synchronized (log) {
      return log.stream().filter(line -> line.contains(part)).toList();
    }
  }

  private int awaitPort() throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      keep(line);
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.find()) {
        Thread.ofPlatform().daemon().name("registry-log").start(() -> follow(output));
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new IOException("the registry did not start:\n" + String.join("\n", log));
  }

  private void follow(BufferedReader output) {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        keep(line);
      }
    } catch (IOException e) {
      keep("end of the log: " + e.getMessage());
    }
  }

  private void keep(String line) {
    synchronized (log) {
      log.add(line);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    remove(directory);
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("registry");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
