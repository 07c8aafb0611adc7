package dev.kaniko.plugins.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Git's own server program behind an HTTP server on the loopback, and repositories made by git. */
final class LocalGit implements AutoCloseable {
  final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());

  /** What was asked for: {@code ls-refs} or {@code fetch} of Git's protocol, version 2. */
  final List<String> commands = Collections.synchronizedList(new ArrayList<>());

  /** The user that has to be given; empty for none. */
  volatile String user = "";

  /** Where requests are sent on to; empty for nowhere. */
  volatile String redirect = "";

  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final Path folder;
  private final HttpServer server;

  LocalGit(Path folder) throws IOException {
    this(folder, HttpServer.create(LOOPBACK, 0));
  }

  /** With a certificate that nobody has signed but itself. */
  static LocalGit selfSigned(Path folder) throws Exception {
    Path store = Files.createDirectories(folder).resolve("store.p12");
    LocalSshd.run(
        "keytool",
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=x",
        "-ext",
        "san=ip:127.0.0.1",
        "-keystore",
        store.toString(),
        "-storetype",
        "PKCS12",
        "-storepass",
        "password");
    KeyStore keys = KeyStore.getInstance(store.toFile(), "password".toCharArray());
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, "password".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(LOOPBACK, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new LocalGit(folder, server);
  }

  private LocalGit(Path folder, HttpServer server) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.server = server;
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  /** As it stands behind a scheme. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Makes an empty repository, with a branch main, as its directory. */
  Path repository(String name) {
    Path repository = folder.resolve(name);
    git(folder, "init", "--quiet", "--initial-branch=main", repository.toString());
    git(repository, "config", "http.receivepack", "false");
    return repository;
  }

  /** Commits all files of a repository; gives the commit's name. */
  static String commit(Path repository, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = repository.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    git(repository, "add", "--all");
    git(repository, "commit", "--quiet", "--allow-empty", "--message=m");
    return git(repository, "rev-parse", "HEAD");
  }

  static String git(Path directory, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "git",
                "-c",
                "user.name=n",
                "-c",
                "user.email=e@example",
                "-c",
                "protocol.file.allow=always"));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
      builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + said);
      }
      return said.strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    authorizations.add(String.valueOf(authorization));
    String wanted =
        "Basic "
            + Base64.getEncoder().encodeToString((user + ":").getBytes(StandardCharsets.UTF_8));
    if (!user.isEmpty() && !wanted.equals(authorization)) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
      exchange.sendResponseHeaders(401, -1);
    } else if (!redirect.isEmpty()) {
      exchange.getResponseHeaders().set("Location", redirect + exchange.getRequestURI());
      exchange.sendResponseHeaders(302, -1);
    } else {
      serve(exchange);
    }
    exchange.close();
  }

  /** As RFC 3875 says. */
  private void serve(HttpExchange exchange) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    Map<String, String> environment = builder.environment();
    environment.put("GIT_PROJECT_ROOT", folder.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("PATH_INFO", exchange.getRequestURI().getPath());
    environment.put("QUERY_STRING", nonNull(exchange.getRequestURI().getRawQuery()));
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("CONTENT_TYPE", nonNull(exchange.getRequestHeaders().getFirst("Content-Type")));
    environment.put(
        "HTTP_CONTENT_ENCODING",
        nonNull(exchange.getRequestHeaders().getFirst("Content-Encoding")));
    environment.put("GIT_PROTOCOL", nonNull(exchange.getRequestHeaders().getFirst("Git-Protocol")));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (OutputStream in = process.getOutputStream()) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String said = new String(unpacked(body), StandardCharsets.ISO_8859_1);
      if (said.contains("command=")) {
        commands.add(said.replaceFirst("(?s).*?command=([a-z-]+).*", "$1"));
      }
      in.write(body);
    }
    try (InputStream out = new BufferedInputStream(process.getInputStream())) {
      int status = 200;
      for (String line = line(out); !line.isEmpty(); line = line(out)) {
        String[] header = line.split(": ", 2);
        if (header[0].equals("Status")) {
          status = Integer.parseInt(header[1].substring(0, 3));
        } else {
          exchange.getResponseHeaders().set(header[0], header[1]);
        }
      }
      exchange.sendResponseHeaders(status, 0);
      out.transferTo(exchange.getResponseBody());
    }
  }

  private static byte[] unpacked(byte[] body) throws IOException {
    boolean isPacked = body.length > 1 && body[0] == 0x1f;
    return isPacked ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
  }

  private static String nonNull(String text) {
    return text == null ? "" : text;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
      line.append((char) read);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
