package dev.kaniko.cli.plugins;

import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.plugin.InstalledPlugins;
import java.nio.file.Path;
import java.util.List;

/** Finds what is installed; the composition root knows where. */
public interface PluginListing {

  /**
   * @param directories of {@code --plugin-dir}
   * @param workDirectory of the executor
   * @throws dev.kaniko.ports.failure.BuildFailure when one of {@code directories} is none
   */
  InstalledPlugins of(List<String> directories, Path workDirectory, Surroundings surroundings);
}
