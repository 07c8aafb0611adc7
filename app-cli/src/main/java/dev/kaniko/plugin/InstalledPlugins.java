package dev.kaniko.plugin;

import dev.kaniko.ports.spi.SpiVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All plugins that were found in some folders, those that are refused included. */
public record InstalledPlugins(List<InstalledPlugin> all) {
  public InstalledPlugins {
    all = List.copyOf(all);
  }

  /**
   * Looks into folders; of two plugins with one id, the first is the one that counts.
   *
   * @param folders those that do not exist are as good as empty
   * @param user the number of the builder's user
   */
  public static InstalledPlugins in(List<Path> folders, long user) {
    List<InstalledPlugin> found = new ArrayList<>();
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        found.addAll(new PluginFolder(folder, user).plugins());
      }
    }
    Map<String, Path> taken = new LinkedHashMap<>();
    return new InstalledPlugins(found.stream().map(plugin -> checked(plugin, taken)).toList());
  }

  private static InstalledPlugin checked(InstalledPlugin plugin, Map<String, Path> taken) {
    if (plugin.descriptor().isEmpty()) {
      return plugin;
    }
    PluginDescriptor descriptor = plugin.descriptor().get();
    if (!SpiVersion.CURRENT.serves(descriptor.requires())) {
      return plugin.refused(
          "it was made for version %s of the plugin interface, and this executor has %s"
              .formatted(descriptor.requires(), SpiVersion.CURRENT));
    }
    if (descriptor.extensions().isEmpty()) {
      return plugin.refused(
          "it has no META-INF/extensions.idx, or nothing in it: compile it with pf4j's annotation"
              + " processor (-proc:full)");
    }
    Path first = taken.putIfAbsent(descriptor.id(), plugin.place());
    return first == null ? plugin : plugin.refused("its id is that of " + first);
  }

  List<InstalledPlugin> usable() {
    return all.stream().filter(InstalledPlugin::isUsable).toList();
  }

  public List<InstalledPlugin> refused() {
    return all.stream().filter(plugin -> !plugin.isUsable()).toList();
  }
}
