import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the executor's image and its debug variant with the executor itself: {@code java
 * BuildImage.java DISTRIBUTION TARGET [REPOSITORY [FLAG...]]}.
 *
 * <p>Writes {@code executor.tar} and {@code debug.tar}, which {@code docker load} takes, into the
 * directory TARGET, and pushes {@code REPOSITORY:VERSION}, {@code REPOSITORY:debug} and {@code
 * REPOSITORY:warmer} if a repository is given; the flags are the executor's own. The same
 * distribution gives the same digests.
 */
public final class BuildImage {
  private static final String LOCAL_NAME = "kaniko-executor";

  private final Path distribution;
  private final Path target;

  private BuildImage(Path distribution, Path target) {
    this.distribution = distribution;
    this.target = target;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    BuildImage build =
        new BuildImage(Path.of(arguments[0]).toRealPath(), Path.of(arguments[1]).toAbsolutePath());
    String version = build.version();
    List<String> rest = List.of(arguments).subList(2, arguments.length);
    new ImageFiles(build.distribution, build.target.resolve("context")).layOut();
    build.build("executor", version, rest);
    build.build("debug", "debug", rest);
    if (!rest.isEmpty()) {
      // It differs in the entry point alone: of use under a name of its own.
      build.build("warmer", "warmer", rest);
    }
  }

  private String version() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(executor(), "--version")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    requireSuccess(process, "executor --version");
    return said.substring(said.lastIndexOf(' ') + 1).strip();
  }

  private void build(String stage, String tag, List<String> pushed)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(executor());
    command.add("--context=dir://" + target.resolve("context"));
    command.add("--dockerfile=" + dockerfile());
    command.add("--kaniko-dir=" + target.resolve("work"));
    command.add("--target=" + stage);
    command.add("--reproducible");
    command.add("--verbosity=warn");
    command.add("--tar-path=" + target.resolve(stage + ".tar"));
    command.add("--destination=" + LOCAL_NAME + ":" + tag);
    command.add("--no-push");
    run(command);
    if (!pushed.isEmpty()) {
      command.removeIf(word -> word.startsWith("--tar-path=") || word.equals("--no-push"));
      command.removeLast();
      command.add("--destination=" + pushed.getFirst() + ":" + tag);
      command.addAll(pushed.subList(1, pushed.size()));
      run(command);
    }
  }

  private static Path dockerfile() {
    return Path.of(System.getProperty("jdk.launcher.sourcefile")).resolveSibling("Dockerfile");
  }

  private String executor() {
    return distribution.resolve("bin/executor").toString();
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    requireSuccess(process, String.join(" ", command));
  }

  private static void requireSuccess(Process process, String command)
      throws IOException, InterruptedException {
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(command + " ended with status " + status);
    }
  }
}
