package dev.kaniko.e2e.world;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kaniko.e2e.process.Program;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** Git's own server program, for the repositories in a folder. */
public final class GitServer implements AutoCloseable {
  private final Path folder;
  private final String user;
  private final HttpServer server;
  private final List<String> paths = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param user that has to be given; empty for none
   */
  public GitServer(Path folder, String user) throws IOException {
    this.folder = folder;
    this.user = user;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  /** As it stands behind a scheme. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** How often something was asked for that is more than names. */
  public long fetches() {
    return paths.stream().filter(path -> path.endsWith("git-upload-pack")).count();
  }

  /** Runs git in a repository of a folder. */
  public static String git(Path repository, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=n"));
    command.addAll(List.of("-c", "user.email=e@example"));
    command.addAll(List.of(arguments));
    return Program.of(command)
        .in(repository)
        .with("GIT_CONFIG_GLOBAL", "/dev/null")
        .run()
        .outputOrFail()
        .strip();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String wanted =
        "Basic "
            + Base64.getEncoder().encodeToString((user + ":").getBytes(StandardCharsets.UTF_8));
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (user.isEmpty() || wanted.equals(given)) {
      serve(exchange);
    } else {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
      exchange.sendResponseHeaders(401, -1);
    }
    exchange.close();
  }

  /** As RFC 3875 says; with the first version of Git's protocol, where each POST is a fetch. */
  private void serve(HttpExchange exchange) throws IOException {
    paths.add(exchange.getRequestURI().getPath());
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    Map<String, String> environment = builder.environment();
    environment.put("GIT_PROJECT_ROOT", folder.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("PATH_INFO", exchange.getRequestURI().getPath());
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("QUERY_STRING", text(exchange.getRequestURI().getRawQuery()));
    environment.put("CONTENT_TYPE", header(exchange, "Content-Type"));
    environment.put("HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (OutputStream in = process.getOutputStream()) {
      exchange.getRequestBody().transferTo(in);
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

  private static String header(HttpExchange exchange, String name) {
    return text(exchange.getRequestHeaders().getFirst(name));
  }

  private static String text(String given) {
    return given == null ? "" : given;
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
