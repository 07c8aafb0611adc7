package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in which a context can come: each must give the same build. */
@ExtendWith(SharedWorld.class)
class ContextIT {
  private final ExecutorProgram executor;
  private final Path context;
  private final Path archive;

  ContextIT(TestWorld world) throws IOException {
    this.executor = new ExecutorProgram(world);
    this.context = world.newFolder("context");
    this.archive = world.newFolder("archive").resolve("context");
    Path deep = Files.createDirectories(context.resolve("sub/deep"));
    Files.writeString(context.resolve("above"), "above");
    Files.writeString(deep.resolve("file"), "found");
    Files.writeString(deep.resolve("left-out"), "left out");
    Files.writeString(deep.resolve(".dockerignore"), "left-out\n");
    Files.writeString(
        deep.resolve("Dockerfile"),
        """
        ARG REGISTRY
        FROM ${REGISTRY}/busybox
        COPY . /c
        RUN cd /c && find . | sort && cat file
        """);
  }

  @Test
  void a_directory_with_and_without_its_scheme() {
    assertBuilt(build("--context=" + context, "--context-sub-path=sub/deep"));
    assertBuilt(build("--context=dir://" + context + "/", "--context-sub-path", "/sub/deep/"));
    assertBuilt(build("--context=" + context.resolve("sub/deep")));
    assertBuilt(executor.in(context).build("--no-push", "--context=sub/deep"));
  }

  @ParameterizedTest
  @CsvSource({"--create,tar", "--gzip,tar", "--gzip,stdin", "--create,stdin"})
  void a_tar_from_a_file_and_from_standard_input(String packing, String place) {
    Program.of("tar", "--create", packing, "--file", archive.toString(), ".")
        .in(context)
        .run()
        .outputOrFail();
    String location = place.equals("stdin") ? "stdin" : archive.toString();
    if (place.equals("stdin")) {
      executor.reading(archive);
    }
    assertBuilt(build("--context=tar://" + location, "--context-sub-path=sub/deep"));
  }

  @Test
  void a_tar_that_is_none_is_refused_by_its_name() throws IOException {
    Files.writeString(archive, "this is no archive");
    Outcome outcome = build("--context=tar://" + archive);
    assertThat(outcome.output()).contains("error building image: tar://" + archive + ": ");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void a_standard_input_with_nothing_in_it_is_told() {
    Outcome outcome = build("--context=tar://stdin");
    assertThat(outcome.output()).contains("the build context tar://stdin is empty (pipe a tar");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void an_archive_in_a_bucket_comes_by_the_plugin_for_its_scheme() throws IOException {
    Program.of("tar", "--create", "--gzip", "--file", archive.toString(), ".")
        .in(context.resolve("sub/deep"))
        .run()
        .outputOrFail();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] content = Files.readAllBytes(archive);
    server.createContext("/", exchange -> send(exchange, content));
    server.start();
    try {
      String address = "127.0.0.1:" + server.getAddress().getPort();
      executor
          .with("STORAGE_EMULATOR_HOST", address)
          .with("S3_ENDPOINT", "http://" + address)
          .with("S3_FORCE_PATH_STYLE", "true")
          .with("AWS_ACCESS_KEY_ID", "id")
          .with("AWS_SECRET_ACCESS_KEY", "canary");
      assertBuilt(build("--context=gs://bucket/a.tar.gz"));
      assertBuilt(build("--bucket=bucket"));
      Outcome fromS3 = build("--context=s3://bucket/a.tar.gz", "--verbosity=trace");
      assertBuilt(fromS3);
      assertThat(fromS3.output()).doesNotContain("canary");
    } finally {
      server.stop(0);
    }
  }

  /** No further than a proxy, which nobody asks for the blob's host but who has understood it. */
  @Test
  void a_blob_of_azures_comes_by_the_plugin_for_its_host() throws IOException {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    try (ServerSocket proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuseAll(proxy, asked));
      executor
          .with("HTTPS_PROXY", "http://127.0.0.1:" + proxy.getLocalPort())
          .with("AZURE_STORAGE_ACCESS_KEY", "Y2FuYXJ5LWtleQ==");
      Outcome outcome =
          build("--context=https://team.blob.core.windows.net/c/a.tar.gz", "--verbosity=trace");
      assertThat(outcome.output())
          .contains("error resolving source context: https://team.blob.core.windows.net/c/a.tar.gz")
          .doesNotContain("Y2FuYXJ5LWtleQ", "canary-key", "SharedKey ");
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(asked).contains("CONNECT team.blob.core.windows.net:443 HTTP/1.1");
      Outcome wrong =
          executor
              .with("AZURE_STORAGE_ACCESS_KEY", "canary!")
              .build("--no-push", "--context=https://team.blob.core.windows.net/c/a.tar.gz");
      assertThat(wrong.output()).contains("AZURE_STORAGE_ACCESS_KEY is no key");
    }
  }

  private static void refuseAll(ServerSocket proxy, List<String> asked) {
    while (!proxy.isClosed()) {
      try (Socket client = proxy.accept()) {
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        asked.add(lines.readLine());
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        asked.add("nothing: " + e.getMessage());
      }
    }
  }

  private static void send(HttpExchange exchange, byte[] content) throws IOException {
    boolean there = exchange.getRequestURI().getPath().matches(".*/bucket/(o/)?(a|context).tar.gz");
    exchange.getResponseHeaders().set("ETag", "\"1\"");
    exchange.getResponseHeaders().set("x-goog-generation", "1");
    exchange.sendResponseHeaders(there ? 200 : 404, there ? content.length : -1);
    if (there) {
      exchange.getResponseBody().write(content);
    }
    exchange.close();
  }

  @Test
  void a_bucket_and_a_context_at_once_are_refused() {
    Outcome outcome = build("--bucket=bucket", "--context=.");
    assertThat(outcome.output()).contains("Error: --context and --bucket both name the build");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  private Outcome build(String... arguments) {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--no-push";
    return executor.build(all);
  }

  private void assertBuilt(Outcome outcome) {
    assertThat(outcome.outputOrFail())
        .contains("\n.\n./.dockerignore\n./Dockerfile\n./file\nfound");
    assertThat(executor.leftovers()).isEmpty();
  }
}
