package dev.kaniko.application.cache;

import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.cache.StepInputs;
import dev.kaniko.ports.cache.CachedLayer;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * What is known of a step before it is executed.
 *
 * @param below the key of what it stands on
 * @param definition its key by definition
 * @param step what it does; see {@link dev.kaniko.domain.cache.StepDigest}
 * @param found what the cache has under the key; empty when such steps are not cached
 */
public record PlannedStep(
    CacheKey below,
    CacheKey definition,
    StepInputs step,
    Optional<Future<Optional<CachedLayer>>> found) {}
