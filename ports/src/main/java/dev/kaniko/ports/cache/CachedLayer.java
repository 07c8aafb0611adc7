package dev.kaniko.ports.cache;

import dev.kaniko.ports.layer.ImageLayer;
import java.time.Instant;

/**
 * A layer as a cache has it.
 *
 * @param created when the step was executed that made it
 */
public record CachedLayer(ImageLayer layer, Instant created) {}
