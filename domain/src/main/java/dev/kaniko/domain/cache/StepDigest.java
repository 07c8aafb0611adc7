package dev.kaniko.domain.cache;

import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.CommandLine;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.syntax.Heredoc;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.stage.StageState;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a step does, apart from the files it starts from: everything that its layer can depend on,
 * and nothing else. Instructions are given expanded: a variable counts by what it came to.
 */
public final class StepDigest {
  private StepDigest() {}

  /**
   * @param state before the instruction: a command sees its user, its directory and its variables
   * @param mounted what its mounts show it, where that comes from elsewhere
   */
  public static StepInputs run(RunInstruction run, StageState state, List<Digest> mounted) {
    return step("RUN", state)
        .field("shell form", run.command() instanceof CommandLine.ShellForm)
        .field("arguments", run.command().arguments(state.shell()))
        .field("heredocs", heredocs(run.heredocs()))
        .field("mounts", run.mounts())
        .field("mounted", texts(mounted))
        .field("network", run.network())
        .field("security", run.security())
        .field("devices", run.devices())
        .field("variable", state.scope().variables())
        .inputs();
  }

  /**
   * @param files what is copied: for files of another stage or image, what names them there will do
   */
  public static StepInputs copy(CopyInstruction copy, StageState state, Digest files) {
    return step("COPY", state)
        .field("from", copy.from().isPresent())
        .field("chown", copy.chown())
        .field("chmod", copy.chmod())
        .field("link", copy.link())
        .field("parents", copy.parents())
        .field("exclude", copy.exclude())
        .field("sources", copy.sources())
        .field("heredocs", heredocs(copy.heredocs()))
        .field("destination", copy.destination())
        .field("files", files.toString())
        .inputs();
  }

  /**
   * @param files what is added, archives unopened, and what was downloaded
   */
  public static StepInputs add(AddInstruction add, StageState state, Digest files) {
    return step("ADD", state)
        .field("chown", add.chown())
        .field("chmod", add.chmod())
        .field("checksum", add.checksum())
        .field("keep-git-dir", add.keepGitDir())
        .field("unpack", add.unpack().map(Object::toString))
        .field("link", add.link())
        .field("exclude", add.exclude())
        .field(
            "sources", add.sources().stream().map(RepositoryLocation::withoutCredentials).toList())
        .field("heredocs", heredocs(add.heredocs()))
        .field("destination", add.destination())
        .field("files", files.toString())
        .inputs();
  }

  /**
   * @param state after the instruction
   */
  public static StepInputs workdir(StageState state) {
    return step("WORKDIR", state).inputs();
  }

  private static StepText step(String keyword, StageState state) {
    return new StepText(keyword)
        .field("platform", state.image().platform().toString())
        .field("user", state.image().config().user())
        .field("directory", state.workingDirectory().bytes());
  }

  private static List<String> heredocs(List<Heredoc> heredocs) {
    return heredocs.stream().flatMap(each -> Stream.of(each.name(), each.body())).toList();
  }

  private static List<String> texts(List<Digest> digests) {
    return digests.stream().map(Digest::toString).toList();
  }
}
