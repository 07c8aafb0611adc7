package dev.kaniko.application.stage;

import dev.kaniko.application.plan.StageBase;
import dev.kaniko.domain.filesystem.FileTree;

/** What a stage can ask of the others; waits until it is there. */
interface StageResults {

  BuiltStage resultOf(int index) throws InterruptedException;

  /** The files of a stage or image. */
  FileTree filesOf(StageBase source) throws InterruptedException;

  /** Is told that a cached layer cannot be used. */
  void cacheHasDisappointed();
}
