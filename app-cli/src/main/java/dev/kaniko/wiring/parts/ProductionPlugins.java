package dev.kaniko.wiring.parts;

import dev.kaniko.adapters.rootfs.linux.ThisProcess;
import dev.kaniko.cli.plugins.PluginListing;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.plugin.Extensions;
import dev.kaniko.plugin.InstalledPlugins;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.listener.BuildListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where plugins are: given folders first, then the user's, then those of the distribution. */
public final class ProductionPlugins implements PluginListing {
  private static final String FOLDER = "plugins";
  private static final String BUILT_IN = "lib/extensions.idx";

  @Override
  public InstalledPlugins of(
      List<String> directories, Path workDirectory, Surroundings surroundings) {
    List<Path> folders = new ArrayList<>();
    for (String directory : directories) {
      Path folder = surroundings.currentDirectory().resolve(directory);
      if (!Files.isDirectory(folder)) {
        throw new UserMistakes(
            Problem.general("--plugin-dir " + directory + " is no directory")
                .withHint("give the directory that the plugins are in"));
      }
      folders.add(folder);
    }
    folders.add(workDirectory.resolve(FOLDER));
    folders.add(Distribution.home(surroundings).resolve(FOLDER));
    return InstalledPlugins.in(folders, ThisProcess.effectiveUser());
  }

  /** All extensions of a build; what is refused is told, at the latest when it is needed. */
  public Extensions open(
      List<String> directories,
      Path workDirectory,
      Surroundings surroundings,
      BuildListener listener) {
    return new Extensions(
        Distribution.home(surroundings).resolve(BUILT_IN),
        of(directories, workDirectory, surroundings),
        surroundings.environment(),
        sentence -> listener.warn(Problem.general(sentence)));
  }
}
