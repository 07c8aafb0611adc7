package dev.kaniko.application.cache;

import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.cache.CacheTarget;
import dev.kaniko.ports.cache.CachedStep;
import dev.kaniko.ports.cache.InlineCache;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.registry.BuiltImage;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the cache of a whole build goes.
 *
 * @param inline when it goes into the image
 */
public record CacheExports(List<Export> exports, Optional<InlineCache> inline) {
  /** Nowhere. */
  public static final CacheExports NONE = new CacheExports(List.of(), Optional.empty());

  public CacheExports {
    exports = List.copyOf(exports);
  }

  /**
   * @param allStages whether the steps of other stages than the image's are in it
   * @param mayFail whether a failure is told, and does not end the build
   * @param isAskedFirst whether it is asked before the build if it can be written
   */
  public record Export(
      CacheTarget target, boolean allStages, boolean mayFail, boolean isAskedFirst) {}

  public boolean isEmpty() {
    return exports.isEmpty() && inline.isEmpty();
  }

  /** The image, with its cache in it if that is wanted. */
  public BuiltImage within(BuiltImage image, List<CachedStep> steps) {
    return inline.map(it -> it.addedTo(image, steps)).orElse(image);
  }

  /**
   * Asks the places of all that have to be written, before anything is built.
   *
   * @throws BuildFailure when one cannot be written
   */
  public void check() {
    for (Export export : exports) {
      if (export.isAskedFirst()) {
        try {
          export.target().check();
        } catch (BuildFailure e) {
          throw explained(e, export.target().name());
        }
      }
    }
  }

  /**
   * Writes the cache of {@code images}, which were built.
   *
   * @throws BuildFailure when a cache cannot be written that has to be
   */
  public void write(Collection<BuiltImage> images, List<CachedStep> steps, BuildListener listener) {
    Set<Digest> own =
        images.stream()
            .flatMap(image -> image.layers().stream())
            .map(CacheExports::digest)
            .collect(Collectors.toSet());
    List<CachedStep> ofImage =
        steps.stream().filter(it -> own.contains(digest(it.layer().layer()))).toList();
    for (Export export : exports) {
      String name = export.target().name();
      listener.say("Writing the cache to " + name);
      try {
        export.target().write(export.allStages() ? steps : ofImage);
      } catch (BuildFailure e) {
        if (!export.mayFail()) {
          throw explained(e, name);
        }
        listener.warn(
            Problem.general("the cache " + name + " cannot be written: " + e.getMessage()));
      }
    }
  }

  private static BuildFailure explained(BuildFailure failure, String name) {
    return failure instanceof RegistryFailure e
        ? new RegistryFailure(
            e.registry(),
            e.status(),
            "the cache " + name + " cannot be written: " + e.getMessage(),
            e.hint()
                .or(() -> Optional.of("with ignore-error=true in --cache-to, this is a warning")),
            e)
        : failure;
  }

  private static Digest digest(ImageLayer layer) {
    return layer.descriptor().digest();
  }
}
