import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the executor the way it is mostly run, and keeps what the JVM has learnt: a base is pulled,
 * files are copied, a command runs where that is allowed, and the image is pushed. There is a layer
 * cache, which has some of the layers. Before that a long Dockerfile is checked and planned.
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

  private static final String LONG_DOCKERFILE =
      """
      # syntax=docker/dockerfile:1
      ARG TAG=1
      FROM scratch AS stage0
      """;

  /** Has some of each instruction, of what the checks find, and of the forms of lines. */
  private static final String LONG_STAGE =
      """
      ARG NAME=${PATH%%:*}/x OTHER
      # about what follows
      ENV FIRST="${NAME:+some}x" SECOND=$PATH
      LABEL a=1 "b.c"='two words' d="x y"
      WORKDIR /$NOT_THERE/x
      RUN --mount=type=cache,target=/c \\
        make all && \\

        make install
      RUN <<END
      echo some line of a script
      END
      COPY --chown=0:0 first second /there/
      ADD --exclude=*.txt src /x
      expose 80/TCP
      USER someone
      CMD run it
      FROM stage%1$d AS stage%2$d
      COPY --from=stage%1$d /there /d/
      """;

  private static final int REPETITIONS = 60;

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
      build(work, BASE, registry.address() + "/base");
      String dockerfile = DOCKERFILE.formatted(COMMAND);
      try {
        build(work, dockerfile, registry.address() + "/tried");
      } catch (IOException noCommands) {
        // An ordinary user builds the distribution, or a container that allows no namespaces.
        dockerfile = DOCKERFILE.formatted("");
        build(work, dockerfile, registry.address() + "/tried");
      }
      // The command, too, is run again: its environment is another one.
      dockerfile = dockerfile.replace("NAME=value", "NAME=changed");
      Files.writeString(context.resolve("changed"), "twice");
      trainLast(work, dockerfile, registry.address() + "/image", cache);
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

  private void build(Path work, String dockerfile, String destination)
      throws IOException, InterruptedException {
    List<String> words = java(List.of());
    words.addAll(List.of("-jar", jar()));
    words.addAll(buildLine(work, dockerfile, destination));
    Assemble.run(words);
  }

  /** The last build, behind all else that is to be fast, in one process whose knowledge is kept. */
  private void trainLast(Path work, String dockerfile, String destination, Path cache)
      throws IOException, InterruptedException {
    Path file = work.resolve("long");
    StringBuilder text = new StringBuilder(LONG_DOCKERFILE);
    for (int i = 0; i < REPETITIONS; i++) {
      text.append(LONG_STAGE.formatted(i, i + 1));
    }
    Files.writeString(file, text);
    String context = work.resolve("context").toString();
    List<String> lines = new ArrayList<>();
    for (String words :
        List.of(
            "1\tcheck\t%s\t--offline\t--dockerfile=%s",
            "1\tcheck\t%s\t--offline\t--dockerfile=%s\t--format=json",
            "0\tplan\t%s\t--dockerfile=%s",
            "0\tplan\t%s\t--dockerfile=%s\t--format=json")) {
      lines.add(words.formatted(context, file));
    }
    lines.add("0\t" + String.join("\t", buildLine(work, dockerfile, destination)));
    Path script = Files.write(work.resolve("lines"), lines);
    List<String> words = java(List.of("-XX:AOTCacheOutput=" + cache));
    words.addAll(List.of("-cp", jar(), "dev.kaniko.wiring.TrainingRun", script.toString()));
    Assemble.run(words);
  }

  private List<String> java(List<String> more) {
    List<String> words = new ArrayList<>();
    words.add(home.resolve("jre/bin/java").toString());
    for (String option : options) {
      if (!option.startsWith("-XX:AOTCache=") && !option.startsWith("-Xlog")) {
        words.add(option.replace("@HOME@", home.toString()));
      }
    }
    words.addAll(more);
    return words;
  }

  private String jar() {
    return home.resolve("lib/kaniko-app-cli.jar").toString();
  }

  private static List<String> buildLine(Path work, String dockerfile, String destination)
      throws IOException {
    Path file = work.resolve("Dockerfile");
    Files.writeString(file, dockerfile);
    String registry = destination.substring(0, destination.indexOf('/'));
    return List.of(
        "--context=" + work.resolve("context"),
        "--dockerfile=" + file,
        "--kaniko-dir=" + work.resolve("kaniko"),
        "--build-arg=BASE=" + registry + "/base",
        "--cache",
        "--cache-repo=" + registry + "/cache",
        "--destination=" + destination);
  }
}
