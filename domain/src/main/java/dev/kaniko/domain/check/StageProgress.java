package dev.kaniko.domain.check;

import dev.kaniko.domain.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a stage has come to while it is gone through. */
final class StageProgress {
  private final Environment environment;
  private final boolean known;
  private final List<String> triggers = new ArrayList<>();
  private boolean shell;
  private boolean directory;
  private Optional<SourcePosition> cmd = Optional.empty();
  private Optional<SourcePosition> entrypoint = Optional.empty();
  private Optional<SourcePosition> healthcheck = Optional.empty();

  /**
   * @param known whether {@code environment} holds all variables of the base
   * @param shell whether the base has a shell of its own
   */
  StageProgress(Environment environment, boolean known, boolean shell) {
    this.environment = environment;
    this.known = known;
    this.shell = shell;
  }

  /** The beginning of a stage that starts from this one, which is over. */
  StageProgress next() {
    StageProgress next = new StageProgress(environment.next(), known, shell);
    next.directory = directory;
    return next;
  }

  Environment environment() {
    return environment;
  }

  boolean isKnown() {
    return known;
  }

  /** What ONBUILD has left for stages that start from this one. */
  List<String> triggers() {
    return triggers;
  }

  void shellIsSet() {
    shell = true;
  }

  boolean hasShell() {
    return shell;
  }

  /** Takes note of a WORKDIR; true for the first since the image. */
  boolean enterDirectory() {
    boolean first = !directory;
    directory = true;
    return first;
  }

  /** Takes note of a CMD, and gives the one before it. */
  Optional<SourcePosition> cmd(SourcePosition position) {
    Optional<SourcePosition> earlier = cmd;
    cmd = Optional.of(position);
    return earlier;
  }

  /** Takes note of an ENTRYPOINT, and gives the one before it. */
  Optional<SourcePosition> entrypoint(SourcePosition position) {
    Optional<SourcePosition> earlier = entrypoint;
    entrypoint = Optional.of(position);
    return earlier;
  }

  /** Takes note of a HEALTHCHECK, and gives the one before it. */
  Optional<SourcePosition> healthcheck(SourcePosition position) {
    Optional<SourcePosition> earlier = healthcheck;
    healthcheck = Optional.of(position);
    return earlier;
  }
}
