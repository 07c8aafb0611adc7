package dev.kaniko.ports.diagnosis;

import dev.kaniko.ports.failure.BuildFailure;
import java.util.List;

/** Looks at one side of the machine, and leaves it as it was. */
public interface Probe {

  /** What is looked at, in a word or two. */
  String subject();

  /**
   * @throws BuildFailure when what a build needs at once is not there
   */
  List<Finding> findings();
}
