package dev.kaniko.application.stage;

import dev.kaniko.application.plan.SoleUserRule;
import dev.kaniko.application.plan.StageAccounts;
import dev.kaniko.domain.account.Accounts;
import dev.kaniko.domain.account.Accounts.Identity;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.command.Command;
import dev.kaniko.ports.command.Command.Network;
import dev.kaniko.ports.command.CommandOutput;
import dev.kaniko.ports.command.CommandResult;
import dev.kaniko.ports.failure.CommandFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.listener.BuildListener.Step;
import dev.kaniko.ports.rootfs.RootFilesystem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** RUN: a command with exactly the user and the environment that the stage has come to. */
final class RunStep {
  private final BuildSession session;

  RunStep(BuildSession session) {
    this.session = session;
  }

  /** Runs it and gives what it has changed. */
  List<LayerEntry> run(RunInstruction run, StageState state, RootFilesystem root, Step step) {
    List<String> arguments = run.command().arguments(state.shell());
    if (arguments.isEmpty()) {
      throw new UserMistakes(Problem.at(run.position(), "RUN has no command"));
    }
    Identity identity = identity(run, state, root);
    SoleUserRule.refusal(run, identity, session.ports().commands().soleUser())
        .ifPresent(
            problem -> {
              throw new UserMistakes(problem);
            });
    Command command =
        new Command(
            arguments,
            environment(state, identity),
            state.workingDirectory(),
            identity.uid(),
            identity.gid(),
            identity.groups(),
            run.network().equals(Optional.of("none")) ? Network.NONE : Network.HOST);
    CommandResult result = session.ports().commands().run(root.mount(), command, new Output(step));
    if (!result.succeeded()) {
      throw new CommandFailure(run.position(), String.join(" ", arguments), result);
    }
    return new IgnoredPaths(session.request().ignoredPaths()).without(root.changes());
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
    environment.putAll(session.arguments().proxies());
    environment.putAll(state.scope().variables());
    if (environment.getOrDefault("HOME", "").isEmpty()) {
      environment.put("HOME", identity.home());
    }
    return environment;
  }

  private final class Output implements CommandOutput {
    private final BuildListener listener = session.ports().listener();
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
