import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the executor the way it is mostly run, and keeps what the JVM has learnt: a base is pulled,
 * files are copied, a command runs where that is allowed, and the image is pushed. There is a layer
 * cache, which has some of the layers.
 */
final class Training {
  private static final String BASE =
      """
      FROM scratch
      COPY true passwd /etc/
      """;

  private static final String COMMAND = "RUN [\"/etc/true\"]\n";

  private static final String DOCKERFILE =
      """
      ARG BASE
      FROM ${BASE} AS first
      ARG NAME=value
      ENV KEY="${NAME:-other}"
      COPY --chown=user passwd /app/
      %s\
      WORKDIR /app
      FROM ${BASE} AS second
      COPY passwd /found/
      WORKDIR /found
      COPY changed /not/found
      FROM scratch
      COPY passwd /kept/
      COPY --from=first /app /app
      COPY --from=second /not/found /
      LABEL a=b
      USER 1000
      EXPOSE 80
      VOLUME /data
      HEALTHCHECK --interval=5s CMD true
      CMD ["/app/file"]
      """;

  private final Path home;
  private final List<String> options;

  /**
   * @param options of lib/java.options
   */
  Training(Path home, List<String> options) {
    this.home = home;
    this.options = List.copyOf(options);
  }

  void makeCache() throws IOException, InterruptedException {
    Path cache = home.resolve("lib/executor.aot");
    Files.deleteIfExists(cache);
    Path work = Files.createTempDirectory("kaniko-training");
    try (TrainingRegistry registry = new TrainingRegistry()) {
      Path context = Files.createDirectory(work.resolve("context"));
      Files.writeString(context.resolve("passwd"), "root:x:0:0::/:\nuser:x:1000:1000::/:\n");
      compileTrue(context.resolve("true"));
      Files.writeString(context.resolve("changed"), "once");
      build(work, BASE, registry.address() + "/base", List.of());
      String dockerfile = DOCKERFILE.formatted(COMMAND);
      try {
        build(work, dockerfile, registry.address() + "/tried", List.of());
      } catch (IOException noCommands) {
        // An ordinary user builds the distribution, or a container that allows no namespaces.
        dockerfile = DOCKERFILE.formatted("");
        build(work, dockerfile, registry.address() + "/tried", List.of());
      }
      // The command, too, is run again: its environment is another one.
      dockerfile = dockerfile.replace("NAME=value", "NAME=changed");
      Files.writeString(context.resolve("changed"), "twice");
      build(
          work, dockerfile, registry.address() + "/image", List.of("-XX:AOTCacheOutput=" + cache));
      if (!Files.isRegularFile(cache)) {
        throw new IOException("the training run has left no " + cache);
      }
    } finally {
      Assemble.deleteTree(work);
    }
  }

  private static void compileTrue(Path program) throws IOException, InterruptedException {
    Path source = program.resolveSibling("true.c");
    Files.writeString(source, "int main(void) { return 0; }\n");
    String compiler = System.getenv().getOrDefault("CC", "cc");
    Assemble.run(List.of(compiler, "-static", "-s", "-o", program.toString(), source.toString()));
  }

  private void build(Path work, String dockerfile, String destination, List<String> more)
      throws IOException, InterruptedException {
    Path file = work.resolve("Dockerfile");
    Files.writeString(file, dockerfile);
    List<String> words = new ArrayList<>();
    words.add(home.resolve("jre/bin/java").toString());
    for (String option : options) {
      if (!option.startsWith("-XX:AOTCache=") && !option.startsWith("-Xlog")) {
        words.add(option.replace("@HOME@", home.toString()));
      }
    }
    words.addAll(more);
    words.addAll(
        List.of(
            "-jar",
            home.resolve("lib/kaniko-app-cli.jar").toString(),
            "--context=" + work.resolve("context"),
            "--dockerfile=" + file,
            "--kaniko-dir=" + work.resolve("kaniko"),
            "--build-arg=BASE=" + destination.substring(0, destination.indexOf('/')) + "/base",
            "--cache",
            "--cache-repo=" + destination.substring(0, destination.indexOf('/')) + "/cache",
            "--destination=" + destination));
    Assemble.run(words);
  }
}
