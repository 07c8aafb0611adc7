package dev.kaniko.application.rehearsal;

import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.plan.BuildArguments;
import dev.kaniko.application.plan.ConfigSteps;
import dev.kaniko.application.plan.MisspeltStage;
import dev.kaniko.application.plan.SoleUserRule;
import dev.kaniko.application.plan.StageAccounts;
import dev.kaniko.application.plan.StageBase;
import dev.kaniko.application.plan.StageBase.BaseImage;
import dev.kaniko.application.plan.StageBase.EarlierStage;
import dev.kaniko.application.plan.StageBase.Scratch;
import dev.kaniko.application.plan.StageGraph;
import dev.kaniko.application.plan.Triggers;
import dev.kaniko.domain.account.Accounts.UnknownAccount;
import dev.kaniko.domain.copy.Destination;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.ArgInstruction;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.ConfigInstruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.instruction.WorkdirInstruction;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.registry.ResolvedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Goes through the stages without executing anything, and finds each RUN that could not be run:
 * because of its user, or because the files that it shall see have no place in the container.
 *
 * <p>What commands and archives make is not foreseen. Where that matters, the command that it keeps
 * from running is refused later, in the same words.
 */
public final class Rehearsal {
  private final BuildRequest request;
  private final BuildPorts ports;
  private final StageGraph graph;
  private final ConfigSteps configSteps;
  private final SortedMap<Integer, RehearsedStage> stages = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();

  public Rehearsal(
      BuildRequest request, BuildPorts ports, BuildArguments arguments, StageGraph graph) {
    this.request = request;
    this.ports = ports;
    this.graph = graph;
    this.configSteps = new ConfigSteps(arguments, request.dockerfile().escape());
  }

  /**
   * Does nothing where any command can be run.
   *
   * @param needed the numbers of the stages that will be built
   * @throws UserMistakes with every RUN that cannot be run
   */
  public void requireThatCommandsCanRun(SortedSet<Integer> needed) throws InterruptedException {
    if (ports.commands().soleUser().isEmpty()) {
      return;
    }
    for (int index : needed) {
      stage(index);
    }
    if (!problems.isEmpty()) {
      throw new UserMistakes(problems);
    }
  }

  private RehearsedStage stage(int index) throws InterruptedException {
    RehearsedStage known = stages.get(index);
    if (known != null) {
      return known;
    }
    Stage stage = request.dockerfile().stages().get(index);
    List<Instruction> instructions = new ArrayList<>();
    RehearsedStage rehearsed = start(stage, instructions);
    stages.put(index, rehearsed);
    instructions.addAll(stage.instructions());
    boolean hindered = false;
    for (Instruction instruction : instructions) {
      switch (configSteps.expand(instruction, rehearsed.state())) {
        case ConfigInstruction config -> rehearsed.become(rehearsed.state().apply(config));
        case ArgInstruction arg -> rehearsed.become(configSteps.declare(arg, rehearsed.state()));
        case WorkdirInstruction workdir -> enter(workdir, rehearsed);
        case CopyInstruction copy -> rehearsed.foresee(forecast(copy, stage, rehearsed.state()));
        case AddInstruction add -> rehearsed.foresee(forecast(add, rehearsed.state()));
        case RunInstruction run -> {
          checkUser(run, rehearsed);
          hindered = hindered || isHindered(run, rehearsed);
        }
      }
    }
    return rehearsed;
  }

  /**
   * @param triggers takes those of the base
   */
  private RehearsedStage start(Stage stage, List<Instruction> triggers)
      throws InterruptedException {
    char escape = request.dockerfile().escape();
    return switch (graph.baseOf(stage)) {
      case Scratch _ ->
          new RehearsedStage(
              StageState.scratch(request.platform()), () -> ports.roots().fromLayers(List.of()));
      case StageBase.Files files -> throw files.isNoBase(stage);
      case EarlierStage(int index) -> {
        RehearsedStage earlier = stage(index);
        triggers.addAll(Triggers.of(earlier.state().image(), stage, escape));
        yield new RehearsedStage(
            StageState.fromStage(earlier.state()), () -> ports.roots().fork(earlier.root()));
      }
      case BaseImage image -> {
        ResolvedImage resolved = resolve(image, stage.base(), stage);
        triggers.addAll(Triggers.of(resolved.config(), stage, escape));
        yield new RehearsedStage(
            StageState.fromImage(resolved.config()),
            () -> ports.roots().fromLayers(resolved.layers()));
      }
    };
  }

  private static void enter(WorkdirInstruction workdir, RehearsedStage stage) {
    FilePath path = stage.state().workingDirectory().resolve(FilePath.bytesOf(workdir.path()));
    stage.become(stage.state().withWorkingDirectory(path));
    stage.foresee(new FileForecast.Place(path));
  }

  private FileForecast forecast(CopyInstruction copy, Stage stage, StageState state)
      throws InterruptedException {
    Destination destination = Destination.of(copy.destination(), state.workingDirectory());
    Supplier<FileTree> tree =
        copy.from().isPresent() ? files(copy, copy.from().get(), stage) : request::context;
    return new FileForecast.Copy(tree, copy.sources(), destination);
  }

  private Supplier<FileTree> files(CopyInstruction copy, String name, Stage stage)
      throws InterruptedException {
    return switch (graph.sourceOf(copy, stage)) {
      case Scratch _ -> () -> ports.roots().fromLayers(List.of()).tree();
      case StageBase.Files files -> files::files;
      case EarlierStage(int index) -> stage(index)::tree;
      case BaseImage image -> {
        ResolvedImage resolved = resolve(image, name, stage);
        yield () -> ports.roots().fromLayers(resolved.layers()).tree();
      }
    };
  }

  /**
   * @param name of the image as the stage writes it
   */
  private ResolvedImage resolve(BaseImage image, String name, Stage stage)
      throws InterruptedException {
    try {
      return image.resolve(ports.registry());
    } catch (RegistryFailure e) {
      RegistryFailure explained = MisspeltStage.explain(e, graph, name, stage);
      explained.happenedAt(stage.position());
      throw explained;
    }
  }

  /** What is in an archive is not looked at; a file that is no archive lies in the place. */
  private static FileForecast forecast(AddInstruction add, StageState state) {
    Destination destination = Destination.of(add.destination(), state.workingDirectory());
    return new FileForecast.Place(
        destination.isDirectory() ? destination.path() : destination.path().parent());
  }

  private void checkUser(RunInstruction run, RehearsedStage stage) {
    String user = stage.state().image().config().user();
    try {
      SoleUserRule.refusal(
              run, StageAccounts.of(stage.tree()).identity(user), ports.commands().soleUser())
          .ifPresent(problems::add);
    } catch (UnknownAccount e) {
      problems.add(
          Problem.at(run.position(), "USER " + user + ": " + e.getMessage())
              .withHint("give the user's number, as commands cannot make users here"));
    }
  }

  private boolean isHindered(RunInstruction run, RehearsedStage stage) {
    Optional<Problem> problem =
        stage
            .obstacle()
            .map(it -> Problem.at(run.position(), "RUN: " + it.reason()).withHint(it.hint()));
    problem.ifPresent(problems::add);
    return problem.isPresent();
  }
}
