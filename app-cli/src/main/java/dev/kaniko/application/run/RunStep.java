package dev.kaniko.application.run;

import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.plan.BuildArguments;
import dev.kaniko.application.plan.SoleUserRule;
import dev.kaniko.application.plan.StageAccounts;
import dev.kaniko.domain.account.Accounts;
import dev.kaniko.domain.account.Accounts.Identity;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.instruction.RunProgram;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.command.Command;
import dev.kaniko.ports.command.Command.Network;
import dev.kaniko.ports.command.CommandMount;
import dev.kaniko.ports.command.CommandOutput;
import dev.kaniko.ports.command.CommandResult;
import dev.kaniko.ports.failure.CommandFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.listener.BuildListener.Step;
import dev.kaniko.ports.rootfs.RootFilesystem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** RUN: a command with exactly the user and the environment that the stage has come to. */
public final class RunStep {
  /** Mode of a heredoc that names its own interpreter. */
  private static final int SCRIPT = 0755;

  private final BuildPorts ports;
  private final BuildRequest request;
  private final BuildArguments arguments;

  public RunStep(BuildPorts ports, BuildRequest request, BuildArguments arguments) {
    this.ports = ports;
    this.request = request;
    this.arguments = arguments;
  }

  /** Runs it and gives what it has changed. */
  public List<LayerEntry> run(
      RunInstruction run, StageState state, RootFilesystem root, Step step, MountSource sources)
      throws InterruptedException {
    List<String> words = run.program().arguments(state.shell());
    Identity identity = identity(run, state, root);
    SoleUserRule.refusal(run, identity, ports.commands().soleUser())
        .ifPresent(
            problem -> {
              throw new UserMistakes(problem);
            });
    try (RunMounts mounts = new RunMounts(run, state, root.tree(), ports, request)) {
      mounts.prepare(sources);
      SequencedMap<String, String> environment = environment(state, identity);
      mounts.environment().forEach((name, value) -> put(name, value, environment));
      Command command =
          new Command(
              words,
              environment,
              state.workingDirectory(),
              identity.uid(),
              identity.gid(),
              identity.groups(),
              run.network().equals(Optional.of("none")) ? Network.NONE : Network.HOST,
              withScript(mounts.all(), run));
      CommandResult result =
          ports.commands().run(root.mount(mounts.covered()), command, new Output(step));
      if (!result.succeeded()) {
        throw new CommandFailure(run.position(), String.join(" ", words), result);
      }
      return new IgnoredPaths(request.ignoredPaths()).without(root.changes());
    }
  }

  /** An agent that the stage names itself is not replaced; a secret is what it is asked to be. */
  private static void put(String name, String value, SequencedMap<String, String> environment) {
    if (!name.equals("SSH_AUTH_SOCK") || !environment.containsKey(name)) {
      environment.put(name, value);
    }
  }

  private List<CommandMount> withScript(List<CommandMount> mounts, RunInstruction run) {
    if (!(run.program() instanceof RunProgram.Script script)) {
      return mounts;
    }
    List<CommandMount> all = new ArrayList<>(mounts);
    all.add(
        new CommandMount.Content(
            FilePath.ofText(script.place()),
            FileContent.of(script.content().getBytes(StandardCharsets.UTF_8)),
            FileMetadata.ofRoot(SCRIPT, ports.clock().instant())));
    return all;
  }

  private static Identity identity(RunInstruction run, StageState state, RootFilesystem root) {
    String user = state.image().config().user();
    try {
      return StageAccounts.of(root.tree()).identity(user);
    } catch (Accounts.UnknownAccount e) {
      throw new UserMistakes(
          Problem.at(run.position(), "USER " + user + ": " + e.getMessage())
              .withHint("make the user in an earlier RUN, or give its number"));
    }
  }

  private SequencedMap<String, String> environment(StageState state, Identity identity) {
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    environment.putAll(arguments.proxies());
    environment.putAll(state.scope().variables());
    if (environment.getOrDefault("HOME", "").isEmpty()) {
      environment.put("HOME", identity.home());
    }
    return environment;
  }

  private final class Output implements CommandOutput {
    private final BuildListener listener = ports.listener();
    private final Step step;

    Output(Step step) {
      this.step = step;
    }

    @Override
    public void out(byte[] bytes, int length) {
      listener.commandOutput(step, bytes, length, false);
    }

    @Override
    public void err(byte[] bytes, int length) {
      listener.commandOutput(step, bytes, length, true);
    }
  }
}
