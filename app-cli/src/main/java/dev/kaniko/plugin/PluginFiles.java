package dev.kaniko.plugin;

import dev.kaniko.plugin.DescriptorReader.BadPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a plugin consists of.
 *
 * @param jar with the descriptor and the extensions
 * @param libraries other jars of the plugin's class path, in the order of their names
 * @param states of every file and directory that it depends on: whoever reads them again and gets
 *     the same has the same content
 */
record PluginFiles(Path jar, List<Path> libraries, Map<Path, FileState> states) {
  private static final String JAR = "plugin.jar";
  private static final String LIBRARIES = "lib";

  static PluginFiles of(Path place) throws IOException, BadPlugin {
    if (!Files.isDirectory(place)) {
      if (!place.getFileName().toString().endsWith(".jar")) {
        throw new BadPlugin("it is neither a jar nor a folder with " + JAR);
      }
      return new PluginFiles(place, List.of(), states(List.of(place)));
    }
    Path jar = place.resolve(JAR);
    if (!Files.isRegularFile(jar)) {
      throw new BadPlugin("the folder has no " + JAR);
    }
    List<Path> all = new ArrayList<>(List.of(place, jar));
    Path folder = place.resolve(LIBRARIES);
    if (!Files.isDirectory(folder)) {
      return new PluginFiles(jar, List.of(), states(all));
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> libraries =
          files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      all.add(folder);
      all.addAll(libraries);
      return new PluginFiles(jar, libraries, states(all));
    }
  }

  private static Map<Path, FileState> states(List<Path> files) throws IOException {
    Map<Path, FileState> states = new LinkedHashMap<>();
    for (Path file : files) {
      states.put(file, FileState.of(file));
    }
    return states;
  }

  /** What tells whether a file was changed, and by whom it may be. No program can set a ctime. */
  record FileState(int mode, long owner, long device, long inode, FileTime changed) {
    static FileState of(Path path) throws IOException {
      Map<String, Object> status = Files.readAttributes(path, "unix:mode,uid,dev,ino,ctime");
      return new FileState(
          (Integer) status.get("mode"),
          ((Number) status.get("uid")).longValue(),
          ((Number) status.get("dev")).longValue(),
          ((Number) status.get("ino")).longValue(),
          (FileTime) status.get("ctime"));
    }
  }
}
