package dev.kaniko.application.stage;

import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.plan.BuildArguments;
import dev.kaniko.application.plan.StageGraph;
import java.time.Instant;
import java.util.Optional;

/**
 * What all stages of one build share.
 *
 * @param openArchives kept open while the layers that hold their members are not written
 */
record BuildSession(
    BuildRequest request,
    BuildPorts ports,
    StageGraph graph,
    BuildArguments arguments,
    OpenArchives openArchives) {

  /** The time to record for what is done now. */
  Instant now() {
    return arguments
        .sourceDate()
        .orElseGet(() -> request.reproducible() ? Instant.EPOCH : ports.clock().instant());
  }

  /** Whether the time to record is another than the clock's. */
  boolean isTimeFixed() {
    return request.reproducible() || arguments.sourceDate().isPresent();
  }

  /** No file of a layer gets a later time than this. */
  Optional<Instant> latestTime() {
    return request.reproducible()
        ? Optional.of(arguments.sourceDate().orElse(Instant.EPOCH))
        : Optional.empty();
  }
}
