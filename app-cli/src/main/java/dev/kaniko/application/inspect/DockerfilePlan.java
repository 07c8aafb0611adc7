package dev.kaniko.application.inspect;

import dev.kaniko.domain.image.Platform;
import java.util.List;

/**
 * What a build would do.
 *
 * @param platform what it would be for
 * @param target the number of the stage that the image is made of
 * @param stages all of them, in the order of the file
 */
public record DockerfilePlan(Platform platform, int target, List<PlannedStage> stages) {
  public DockerfilePlan {
    stages = List.copyOf(stages);
  }

  /** The images that the build would ask registries for, each once. */
  public List<String> images() {
    return stages.stream()
        .filter(PlannedStage::needed)
        .flatMap(PlannedStage::sources)
        .filter(source -> source.kind() == PlannedSource.Kind.IMAGE)
        .map(PlannedSource::name)
        .distinct()
        .toList();
  }
}
