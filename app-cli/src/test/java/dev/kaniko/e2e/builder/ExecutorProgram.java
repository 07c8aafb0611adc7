package dev.kaniko.e2e.builder;

import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * This project's executor with arguments that other builders have no words for. It keeps its files
 * in a folder of its own, so that one can see what it leaves.
 */
public final class ExecutorProgram {
  private final List<String> command = Builders.executorCommand();
  private final Map<String, String> environment = new TreeMap<>();
  private final String registry;
  private final Path workDirectory;
  private Path startDirectory;
  private Path standardInput = Path.of("/dev/null");
  private Optional<Path> hosts = Optional.empty();

  /** Finds no credentials and no Dockerfile unless it is told where. */
  public ExecutorProgram(TestWorld world) {
    this.registry = world.registry().address();
    this.workDirectory = world.newFolder("work").resolve("kaniko");
    this.startDirectory = world.newFolder("start");
    environment.put("DOCKER_CONFIG", world.newFolder("config").toString());
  }

  /** The folder {@code --kaniko-dir}. */
  public Path workDirectory() {
    return workDirectory;
  }

  /** The folder the executor was installed to. */
  public Path distribution() {
    return Path.of(command.getFirst()).getParent().getParent();
  }

  public ExecutorProgram in(Path directory) {
    startDirectory = directory;
    return this;
  }

  public ExecutorProgram with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  public ExecutorProgram reading(Path file) {
    standardInput = file;
    return this;
  }

  /** With this file as {@code /etc/hosts}, for the executor alone. */
  public ExecutorProgram withHosts(Path file) {
    hosts = Optional.of(file);
    return this;
  }

  /** Runs with these arguments and what every build here needs. */
  public Outcome build(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--kaniko-dir", workDirectory.toString()));
    all.addAll(List.of("--insecure-registry", registry, "--build-arg", "REGISTRY=" + registry));
    return run(all.toArray(String[]::new));
  }

  /** Runs with these arguments and no others. */
  public Outcome run(String... arguments) {
    // The shell is for the redirection and the mount alone, which Program does not have.
    List<String> all = new ArrayList<>();
    String start = "exec \"$0\" \"$@\" <\"$STANDARD_INPUT\"";
    if (hosts.isPresent()) {
      all.addAll(List.of("unshare", "--mount"));
      start = "mount --bind '%s' /etc/hosts && %s".formatted(hosts.get(), start);
    }
    all.addAll(List.of("sh", "-c", start));
    all.addAll(command);
    all.addAll(List.of(arguments));
    Program program =
        Program.of(all).in(startDirectory).with("STANDARD_INPUT", standardInput.toString());
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      program = program.with(variable.getKey(), variable.getValue());
    }
    return program.run();
  }

  /** What belongs to a build that is over, or to a base that never became complete. */
  public List<Path> leftovers() {
    List<Path> left = new ArrayList<>(entries(workDirectory.resolve("builds")));
    for (Path base : entries(workDirectory.resolve("bases"))) {
      if (Files.isDirectory(base) && !Files.exists(base.resolve("complete-1"))) {
        left.add(base);
      }
    }
    return left;
  }

  /** Command lines of processes that have something to do with this executor's files. */
  public List<String> processes() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(workDirectory.toString()))
        .toList();
  }

  private static List<Path> entries(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
