package dev.kaniko.application.warm;

import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.cache.BaseImages;
import dev.kaniko.ports.cache.BaseImages.Kept;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.listener.BuildListener;
import java.util.Collection;
import java.util.Optional;

/** Keeps images one by one; one that cannot be had does not stop the others. */
public final class WarmBases {
  private final BaseImages images;
  private final BuildListener listener;

  public WarmBases(BaseImages images, BuildListener listener) {
    this.images = images;
    this.listener = listener;
  }

  /**
   * What has come of it.
   *
   * @param kept how many of the images are there now
   * @param last the last failure
   */
  public record Outcome(int kept, Optional<BuildFailure> last) {}

  public Outcome warm(Collection<WantedImage> wanted) {
    int kept = 0;
    Optional<BuildFailure> last = Optional.empty();
    for (WantedImage image : wanted) {
      try {
        tell(image, images.keep(image.reference(), image.platform()));
        kept++;
      } catch (BuildFailure e) {
        Problem problem =
            Problem.general("cannot warm " + image.reference() + ": " + e.getMessage());
        listener.warn(
            e instanceof RegistryFailure answer
                ? answer.hint().map(problem::withHint).orElse(problem)
                : problem);
        last = Optional.of(e);
      }
    }
    return new Outcome(kept, last);
  }

  private void tell(WantedImage image, Kept kept) {
    listener.say(
        kept.fetched() == 0
            ? "Image already in cache: " + image.reference() + ", " + kept.manifest()
            : "Kept %s, %s: %d bytes of layers, %d bytes were fetched"
                .formatted(image.reference(), kept.manifest(), kept.size(), kept.fetched()));
  }
}
