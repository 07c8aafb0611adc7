package dev.kaniko.plugin;

import dev.kaniko.plugin.DescriptorReader.BadPlugin;
import dev.kaniko.plugin.PluginFiles.FileState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder of plugins: each is a jar, or a folder with {@code plugin.jar} and, in {@code lib}, the
 * jars that it needs.
 *
 * <p>Plugins run with the rights of the builder, so that whoever may write to one may do anything:
 * only the builder's own user and root may.
 */
final class PluginFolder {
  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int STICKY = 01000;

  private final Path folder;
  private final long user;

  /**
   * @param folder exists
   * @param user the number of the builder's user
   */
  PluginFolder(Path folder, long user) {
    this.folder = folder;
    this.user = user;
  }

  /** In the order of their names. A refusal of the folder is one of all that is in it. */
  List<InstalledPlugin> plugins() {
    try {
      requireSafeAbove(folder);
      requireSafe(folder, FileState.of(folder));
      try (Stream<Path> files = Files.list(folder)) {
        // Names that begin with a dot are how volumes are made and editors save.
        return files
            .filter(file -> !file.getFileName().toString().startsWith("."))
            .sorted()
            .map(this::plugin)
            .toList();
      }
    } catch (BadPlugin e) {
      return List.of(InstalledPlugin.unreadable(folder, e.getMessage()));
    } catch (IOException e) {
      return List.of(
          InstalledPlugin.unreadable(folder, "the folder cannot be read: " + e.getMessage()));
    }
  }

  private InstalledPlugin plugin(Path place) {
    try {
      PluginFiles files = PluginFiles.of(place);
      for (Map.Entry<Path, FileState> file : files.states().entrySet()) {
        requireSafe(file.getKey(), file.getValue());
      }
      return InstalledPlugin.usable(place, files, DescriptorReader.read(files.jar()));
    } catch (BadPlugin e) {
      return InstalledPlugin.unreadable(place, e.getMessage());
    } catch (IOException e) {
      return InstalledPlugin.unreadable(place, "it cannot be read: " + e.getMessage());
    }
  }

  private void requireSafe(Path path, FileState state) throws BadPlugin {
    if ((state.mode() & WRITABLE_BY_OTHERS) != 0) {
      throw new BadPlugin(path + " is writable by others (chmod go-w)");
    }
    if (state.owner() != 0 && state.owner() != user) {
      throw new BadPlugin(
          path + " belongs to user " + state.owner() + ": neither root nor who builds");
    }
  }

  /** Who may rename a directory above may exchange the folder. */
  private static void requireSafeAbove(Path folder) throws IOException, BadPlugin {
    for (Path above = folder.toRealPath().getParent(); above != null; above = above.getParent()) {
      int mode = FileState.of(above).mode();
      if ((mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0) {
        throw new BadPlugin(above + ", above the folder, is writable by others");
      }
    }
  }
}
