package dev.kaniko.domain.stage;

import dev.kaniko.domain.dockerfile.instruction.ArgInstruction.BuildArg;
import dev.kaniko.domain.dockerfile.instruction.CmdInstruction;
import dev.kaniko.domain.dockerfile.instruction.EnvInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.ConfigInstruction;
import dev.kaniko.domain.dockerfile.instruction.KeyValue;
import dev.kaniko.domain.dockerfile.instruction.MaintainerInstruction;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.image.HistoryEntry;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.image.RuntimeConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a stage has come to before some instruction: the config of its image and the variables in
 * scope. Files and layers are kept elsewhere.
 *
 * @param image its diffIds are still the base's
 * @param cmdIsOwn whether CMD was set in this stage
 */
public record StageState(ImageConfig image, Scope scope, boolean cmdIsOwn) {
  /** What a command's PATH is when the base does not say; it goes into the config. */
  public static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-c");
  private static final String COMMENT = "buildkit.dockerfile.v0";

  /** The state right after {@code FROM scratch}. */
  public static StageState scratch(Platform platform) {
    RuntimeConfig config = new RuntimeConfig.Builder().workingDir("/").build();
    return fromImage(ImageConfig.scratch(platform).withConfig(config));
  }

  /** The state right after {@code FROM image}; the base's triggers are taken out. */
  public static StageState fromImage(ImageConfig base) {
    RuntimeConfig.Builder config = base.config().toBuilder().onBuild(List.of());
    if (!base.config().env().containsKey("PATH")) {
      config.env("PATH", DEFAULT_PATH);
    }
    ImageConfig image = base.withConfig(config.build());
    return new StageState(image, Scope.empty().withEnv(image.config().env()), false);
  }

  /** The state right after {@code FROM stage}: its variables are inherited, ARGs too. */
  public static StageState fromStage(StageState base) {
    StageState fresh = fromImage(base.image);
    return new StageState(fresh.image, base.scope, false);
  }

  /** After an instruction that changes only the config, expanded. */
  public StageState apply(ConfigInstruction instruction) {
    RuntimeConfig config = ConfigChange.apply(instruction, image.config(), shell(), cmdIsOwn);
    ImageConfig changed = image.withConfig(config);
    if (instruction instanceof MaintainerInstruction maintainer) {
      changed = changed.withAuthor(maintainer.author());
    }
    Optional<String> text = HistoryText.of(instruction, shell());
    if (text.isPresent()) {
      changed = changed.withHistory(entry(text.get(), Optional.empty()));
    }
    return new StageState(
        changed, scopeAfter(instruction), cmdIsOwn || instruction instanceof CmdInstruction);
  }

  private Scope scopeAfter(ConfigInstruction instruction) {
    if (!(instruction instanceof EnvInstruction env)) {
      return scope;
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (KeyValue variable : env.variables()) {
      variables.put(variable.key(), variable.value());
    }
    return scope.withEnv(variables);
  }

  /**
   * After one declaration of ARG.
   *
   * @param value what the name stands for from here on; empty when nobody gave one
   */
  public StageState declare(BuildArg arg, Optional<String> value) {
    return new StageState(image, scope.withArg(arg.name(), value), cmdIsOwn);
  }

  /**
   * After an instruction that is recorded with {@code createdBy}.
   *
   * @param layerMade when it made its layer; empty when it made none
   */
  public StageState record(String createdBy, Optional<Instant> layerMade) {
    return new StageState(image.withHistory(entry(createdBy, layerMade)), scope, cmdIsOwn);
  }

  /** With the history's entry {@code index}, recorded as empty, as that of a layer. */
  public StageState withLayerAt(int index, Instant made) {
    List<HistoryEntry> history = new ArrayList<>(image.history());
    HistoryEntry before = history.get(index);
    history.set(
        index,
        new HistoryEntry(
            Optional.of(made), before.createdBy(), before.author(), before.comment(), false));
    return new StageState(image.withHistory(history), scope, cmdIsOwn);
  }

  public StageState withWorkingDirectory(FilePath path) {
    RuntimeConfig config = image.config().toBuilder().workingDir(path.text()).build();
    return new StageState(image.withConfig(config), scope, cmdIsOwn);
  }

  /** What shell forms are given to. */
  public List<String> shell() {
    List<String> own = image.config().shell();
    return own.isEmpty() ? DEFAULT_SHELL : own;
  }

  /** Where relative paths start; the root when nothing was said. */
  public FilePath workingDirectory() {
    return FilePath.ofText("/" + image.config().workingDir());
  }

  /** One without a layer has no time of its own: {@link HistoryTimes} gives it one. */
  private static HistoryEntry entry(String createdBy, Optional<Instant> layerMade) {
    return new HistoryEntry(
        layerMade,
        Optional.of(createdBy),
        Optional.empty(),
        Optional.of(COMMENT),
        layerMade.isEmpty());
  }
}
