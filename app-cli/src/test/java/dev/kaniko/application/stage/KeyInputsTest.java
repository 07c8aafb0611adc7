package dev.kaniko.application.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.application.stage.Inputs.Input;
import dev.kaniko.domain.filesystem.FileNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of whole builds: what they depend on is changed, one thing at a time. */
class KeyInputsTest {

  static Stream<Input> thatCount() {
    return Inputs.thatCount();
  }

  static Stream<Input> thatDoNotCount() {
    return Inputs.thatDoNotCount();
  }

  @ParameterizedTest
  @MethodSource("thatCount")
  void what_counts_makes_another_key(Input input) throws Exception {
    PlannedBuild changed = build(input);
    input.change().accept(changed);
    assertThat(changed.keys()).isNotEmpty().isNotEqualTo(build(input).keys());
  }

  @ParameterizedTest
  @MethodSource("thatDoNotCount")
  void what_does_not_count_makes_the_same_key(Input input) throws Exception {
    PlannedBuild changed = build(input);
    input.change().accept(changed);
    Set<String> keys = build(input).keys();
    assertThat(keys).isNotEmpty();
    assertThat(changed.keys()).isEqualTo(keys);
  }

  private static PlannedBuild build(Input input) {
    PlannedBuild build = new PlannedBuild(input.dockerfile());
    build.file("/file", Inputs.file("file", Inputs.metadata(0644)));
    build.file("/twin", Inputs.file("file", Inputs.metadata(0644)));
    build.file("/link", new FileNode.Symlink(Inputs.metadata(0777), "somewhere", Optional.empty()));
    build.download("http://host/file", "file");
    return build;
  }
}
