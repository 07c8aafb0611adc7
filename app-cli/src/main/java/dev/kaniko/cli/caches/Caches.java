package dev.kaniko.cli.caches;

import dev.kaniko.ports.cache.CacheContents;
import java.nio.file.Path;

/** Opens caches that are directories; the composition root knows how. */
public interface Caches {

  CacheContents layers(Path directory);

  CacheContents bases(Path directory);
}
