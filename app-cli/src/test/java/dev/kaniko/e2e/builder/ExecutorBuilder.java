package dev.kaniko.e2e.builder;

import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This project's executor, run as a program of this machine. */
public final class ExecutorBuilder implements ImageBuilder {
  private final List<String> command;
  private final Path startDirectory;

  /**
   * @param command the executor and what goes before every other argument
   * @param startDirectory where it is started; it holds no Dockerfile
   */
  public ExecutorBuilder(List<String> command, Path startDirectory) {
    this.command = List.copyOf(command);
    this.startDirectory = startDirectory;
  }

  @Override
  public String name() {
    return "executor";
  }

  @Override
  public Outcome push(BuildRequest request, ImageName destination) {
    return run(ExecutorArguments.push(request, request.context(), destination));
  }

  @Override
  public Outcome save(BuildRequest request, Path archive, ImageName name) {
    return run(ExecutorArguments.save(request, request.context(), name, archive));
  }

  private Outcome run(List<String> arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(arguments);
    return Program.of(all).in(startDirectory).run();
  }
}
