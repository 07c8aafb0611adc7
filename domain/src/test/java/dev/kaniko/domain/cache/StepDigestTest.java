package dev.kaniko.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.instruction.UserInstruction;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.stage.StageState;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepDigestTest {
  private static final StageState STATE = StageState.scratch(Platform.parse("linux/amd64"));
  private static final Digest FILES = Digest.sha256("files");

  /** Texts of which every two are different steps. */
  static Stream<List<String>> differentSteps() {
    return Stream.of(
        List.of(
            "RUN a",
            "RUN b",
            "RUN [\"/bin/sh\", \"-c\", \"a\"]",
            "RUN a b",
            "RUN [\"a\", \"b\"]",
            "RUN [\"a b\"]",
            "RUN --network=none a",
            "RUN --network=host a",
            "RUN --security=insecure a",
            "RUN --device=x a",
            "RUN --mount=type=tmpfs,target=/t a",
            "RUN --mount=type=tmpfs,target=/u a",
            "RUN --mount=type=tmpfs,target=/t,size=1m a",
            "RUN <<E\na\nE",
            "RUN <<E\nb\nE",
            "RUN <<F\na\nF",
            "RUN cat <<E\na\nE"),
        List.of(
            "COPY a /x",
            "COPY b /x",
            "COPY a /y",
            "COPY a /x/",
            "COPY a b /x/",
            "COPY [\"a b\", \"/x/\"]",
            "COPY --from=s a /x",
            "COPY --chown=1 a /x",
            "COPY --chown=1:1 a /x",
            "COPY --chmod=755 a /x",
            "COPY --link a /x",
            "COPY --parents a /x",
            "COPY --exclude=c a /x",
            "COPY --exclude=d a /x",
            "COPY <<E /x\na\nE",
            "COPY <<E /x\nb\nE"),
        List.of(
            "ADD a /x",
            "ADD b /x",
            "ADD a /y",
            "ADD --chown=1 a /x",
            "ADD --chmod=755 a /x",
            "ADD --checksum=sha256:0 a /x",
            "ADD --keep-git-dir=true a /x",
            "ADD --unpack=true a /x",
            "ADD --unpack=false a /x",
            "ADD --link a /x",
            "ADD --exclude=c a /x",
            "ADD <<E /x\na\nE"));
  }

  @ParameterizedTest
  @MethodSource("differentSteps")
  void whateverAnInstructionSaysIsInItsDigest(List<String> texts) {
    Set<Digest> digests = new HashSet<>();
    texts.forEach(text -> digests.add(digest(parse(text), STATE)));
    assertThat(digests).hasSameSizeAs(texts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RUN a", "COPY a /x", "ADD a /x"})
  void userDirectoryAndPlatformAreInTheDigest(String text) {
    Instruction instruction = parse(text);
    Digest plain = digest(instruction, STATE);
    StageState user = STATE.apply((UserInstruction) parse("USER 7"));
    StageState directory = STATE.withWorkingDirectory(FilePath.of("/w"));
    StageState platform = StageState.scratch(Platform.parse("linux/arm64"));
    assertThat(Set.of(digest(instruction, user), digest(instruction, directory)))
        .hasSize(2)
        .doesNotContain(plain, digest(instruction, platform));
    assertThat(digest(instruction, platform)).isNotEqualTo(plain);
  }

  @Test
  void variablesCountForCommandsAndNotForCopies() {
    StageState more = new StageState(STATE.image(), STATE.scope().withEnv(Map.of("A", "1")), false);
    assertThat(digest(parse("RUN a"), more)).isNotEqualTo(digest(parse("RUN a"), STATE));
    assertThat(digest(parse("COPY a /x"), more)).isEqualTo(digest(parse("COPY a /x"), STATE));
  }

  @Test
  void theOrderInWhichVariablesWereSetDoesNotCount() {
    StageState one =
        new StageState(
            STATE.image(),
            STATE.scope().withEnv(Map.of("A", "1")).withEnv(Map.of("B", "2")),
            false);
    StageState other =
        new StageState(
            STATE.image(),
            STATE.scope().withEnv(Map.of("B", "2")).withEnv(Map.of("A", "1")),
            false);
    assertThat(digest(parse("RUN a"), one)).isEqualTo(digest(parse("RUN a"), other));
  }

  @Test
  void whatIsCopiedAndMountedIsInTheDigest() {
    CopyInstruction copy = (CopyInstruction) parse("COPY a /x");
    RunInstruction run = (RunInstruction) parse("RUN a");
    assertThat(StepDigest.copy(copy, STATE, Digest.sha256("others")).digest())
        .isNotEqualTo(StepDigest.copy(copy, STATE, FILES).digest());
    assertThat(StepDigest.run(run, STATE, List.of(FILES)).digest())
        .isNotEqualTo(StepDigest.run(run, STATE, List.of()).digest());
  }

  @Test
  void aPartTellsWhichInputDiffersAndNotItsValue() {
    StageState one =
        new StageState(STATE.image(), STATE.scope().withEnv(Map.of("A", "1", "B", "2")), false);
    StageState other =
        new StageState(STATE.image(), STATE.scope().withEnv(Map.of("A", "1", "B", "3")), false);
    RunInstruction run = (RunInstruction) parse("RUN a");
    Map<String, Digest> before = StepDigest.run(run, one, List.of()).parts();
    Map<String, Digest> after = StepDigest.run(run, other, List.of()).parts();
    assertThat(before).containsKeys("instruction", "arguments", "user", "variable A");
    assertThat(after.entrySet().stream().filter(it -> !before.entrySet().contains(it)))
        .extracting(Map.Entry::getKey)
        .containsExactly("variable B");
  }

  @Test
  void whereItIsWrittenAndHowDoesNotCount() {
    assertThat(digest(parse("RUN a"), STATE)).isEqualTo(digest(parse("# x\nrun   a"), STATE));
  }

  /** A component that is added to an instruction has to be put into its digest, and here. */
  @Test
  void theInstructionsHaveTheComponentsThatTheDigestsKnow() {
    assertThat(components(RunInstruction.class))
        .containsExactly(
            "position",
            "original",
            "command",
            "heredocs",
            "mounts",
            "network",
            "security",
            "devices");
    assertThat(components(CopyInstruction.class))
        .containsExactly(
            "position",
            "original",
            "from",
            "chown",
            "chmod",
            "link",
            "parents",
            "exclude",
            "sources",
            "heredocs",
            "destination");
    assertThat(components(AddInstruction.class))
        .containsExactly(
            "position",
            "original",
            "chown",
            "chmod",
            "checksum",
            "keepGitDir",
            "unpack",
            "link",
            "exclude",
            "sources",
            "heredocs",
            "destination");
  }

  private static List<String> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  private static Instruction parse(String text) {
    byte[] bytes = ("FROM scratch AS s\nFROM scratch\n" + text).getBytes(StandardCharsets.UTF_8);
    return DockerfileParser.parse("Dockerfile", bytes)
        .dockerfile()
        .stages()
        .getLast()
        .instructions()
        .getFirst();
  }

  private static Digest digest(Instruction instruction, StageState state) {
    return switch (instruction) {
      case RunInstruction run -> StepDigest.run(run, state, List.of()).digest();
      case CopyInstruction copy -> StepDigest.copy(copy, state, FILES).digest();
      case AddInstruction add -> StepDigest.add(add, state, FILES).digest();
      default -> throw new AssertionError(instruction);
    };
  }
}
