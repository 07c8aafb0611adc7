package dev.kaniko.domain.stage;

import dev.kaniko.domain.dockerfile.instruction.CmdInstruction;
import dev.kaniko.domain.dockerfile.instruction.CommandLine.ExecForm;
import dev.kaniko.domain.dockerfile.instruction.EntrypointInstruction;
import dev.kaniko.domain.dockerfile.instruction.EnvInstruction;
import dev.kaniko.domain.dockerfile.instruction.ExposeInstruction;
import dev.kaniko.domain.dockerfile.instruction.HealthcheckInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.ConfigInstruction;
import dev.kaniko.domain.dockerfile.instruction.LabelInstruction;
import dev.kaniko.domain.dockerfile.instruction.MaintainerInstruction;
import dev.kaniko.domain.dockerfile.instruction.OnBuildInstruction;
import dev.kaniko.domain.dockerfile.instruction.ShellInstruction;
import dev.kaniko.domain.dockerfile.instruction.StopSignalInstruction;
import dev.kaniko.domain.dockerfile.instruction.UserInstruction;
import dev.kaniko.domain.dockerfile.instruction.VolumeInstruction;
import dev.kaniko.domain.image.RuntimeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each instruction that changes only the config does to it. */
final class ConfigChange {
  private ConfigChange() {}

  /**
   * @param instruction expanded
   * @param shell of the stage, for shell forms
   * @param cmdIsOwn whether CMD was set in this very stage: if not, ENTRYPOINT clears it
   */
  static RuntimeConfig apply(
      ConfigInstruction instruction, RuntimeConfig config, List<String> shell, boolean cmdIsOwn) {
    RuntimeConfig.Builder changed = config.toBuilder();
    switch (instruction) {
      case CmdInstruction cmd ->
          changed.cmd(Optional.of(cmd.command().arguments(shell))).argsEscaped(true);
      case EntrypointInstruction entrypoint -> {
        boolean cleared =
            entrypoint.command() instanceof ExecForm exec && exec.arguments().isEmpty();
        changed.entrypoint(
            cleared ? Optional.empty() : Optional.of(entrypoint.command().arguments(shell)));
        if (!cmdIsOwn) {
          changed.cmd(Optional.empty());
        }
      }
      case EnvInstruction env -> env.variables().forEach(v -> changed.env(v.key(), v.value()));
      case ExposeInstruction expose -> expose.canonicalPorts().forEach(changed::exposePort);
      case HealthcheckInstruction check -> changed.healthcheck(Optional.of(check.healthcheck()));
      case LabelInstruction label -> label.labels().forEach(l -> changed.label(l.key(), l.value()));
      // The author is not a part of this object: see StageState.
      case MaintainerInstruction _ -> {}
      case OnBuildInstruction onBuild -> {
        List<String> triggers = new ArrayList<>(config.onBuild());
        triggers.add(onBuild.trigger());
        changed.onBuild(triggers);
      }
      case ShellInstruction sh -> changed.shell(sh.shell());
      case StopSignalInstruction stop -> changed.stopSignal(stop.signal());
      case UserInstruction user -> changed.user(user.user());
      case VolumeInstruction volume -> volume.paths().forEach(changed::volume);
    }
    return changed.build();
  }
}
