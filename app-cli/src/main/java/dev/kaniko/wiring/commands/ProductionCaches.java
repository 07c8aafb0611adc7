package dev.kaniko.wiring.commands;

import dev.kaniko.adapters.registry.base.BaseContents;
import dev.kaniko.adapters.registry.cache.LayerLayouts;
import dev.kaniko.cli.caches.Caches;
import dev.kaniko.ports.cache.CacheContents;
import java.nio.file.Path;

/** Caches that are image layouts. */
public final class ProductionCaches implements Caches {

  @Override
  public CacheContents layers(Path directory) {
    return new LayerLayouts(directory);
  }

  @Override
  public CacheContents bases(Path directory) {
    return new BaseContents(directory);
  }
}
