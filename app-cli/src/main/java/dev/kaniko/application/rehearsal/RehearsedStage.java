package dev.kaniko.application.rehearsal;

import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.rootfs.CommandRunner.Obstacle;
import dev.kaniko.ports.rootfs.RootFilesystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a stage will have come to; its base is read only when somebody asks for files. */
final class RehearsedStage {
  private final Supplier<RootFilesystem> base;
  private final List<FileForecast> pending = new ArrayList<>();
  private Optional<RootFilesystem> root = Optional.empty();
  private StageState state;

  /**
   * @param base is asked once, if at all
   */
  RehearsedStage(StageState state, Supplier<RootFilesystem> base) {
    this.state = state;
    this.base = base;
  }

  StageState state() {
    return state;
  }

  void become(StageState next) {
    state = next;
  }

  void foresee(FileForecast files) {
    pending.add(files);
  }

  FileTree tree() {
    return root().tree();
  }

  Optional<Obstacle> obstacle() {
    return root().obstacle();
  }

  /** With all that is foreseen so far. */
  RootFilesystem root() {
    if (root.isEmpty()) {
      root = Optional.of(base.get());
    }
    pending.forEach(files -> files.layOver(root.get()));
    pending.clear();
    return root.get();
  }
}
