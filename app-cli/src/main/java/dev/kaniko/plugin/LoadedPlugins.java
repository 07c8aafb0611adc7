package dev.kaniko.plugin;

import dev.kaniko.plugin.DescriptorReader.BadPlugin;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Loads plugins when they are needed, each once, and closes them after the build. */
final class LoadedPlugins implements AutoCloseable {
  private final InstalledPlugins installed;
  private final Map<String, String> environment;
  private final Map<String, Pf4jHost> hosts = new LinkedHashMap<>();
  private final Map<String, ExtensionClasses> classes = new HashMap<>();

  LoadedPlugins(InstalledPlugins installed, Map<String, String> environment) {
    this.installed = installed;
    this.environment = Map.copyOf(environment);
  }

  /** The plugins that say they serve something, in the order in which they were found. */
  List<InstalledPlugin> serving(Predicate<PluginDescriptor> something) {
    return installed.usable().stream()
        .filter(plugin -> plugin.descriptor().filter(something).isPresent())
        .toList();
  }

  /** Plugins that would serve something, had they not been refused. */
  List<InstalledPlugin> refusedServing(Predicate<PluginDescriptor> something) {
    return installed.refused().stream()
        .filter(plugin -> plugin.descriptor().filter(something).isPresent())
        .toList();
  }

  /** The ids of all plugins that say they have credentials. */
  Set<String> withRegistries() {
    return installed.all().stream()
        .flatMap(plugin -> plugin.descriptor().stream())
        .filter(descriptor -> !descriptor.registries().isEmpty())
        .map(PluginDescriptor::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The extensions of a kind in a plugin, whose classes are loaded for it.
   *
   * @throws EnvironmentFailure when that fails, with the plugin's name
   */
  synchronized <T> List<T> extensions(InstalledPlugin plugin, Class<T> kind) {
    ExtensionClasses loaded = classes.computeIfAbsent(plugin.name(), _ -> load(plugin));
    return PluginThread.in(loaded.loader(), () -> loaded.make(kind));
  }

  private ExtensionClasses load(InstalledPlugin plugin) {
    String owner = "the plugin " + plugin.name() + " (" + plugin.place() + ")";
    PluginFiles files = plugin.files().orElseThrow();
    if (!isUnchanged(plugin, files)) {
      throw new EnvironmentFailure(
          owner + " was changed since the build began",
          "a plugin is not loaded from where the commands of a build may write");
    }
    try {
      Pf4jHost host = new Pf4jHost(plugin, files);
      hosts.put(plugin.name(), host);
      return new ExtensionClasses(
          owner, host.start(), plugin.descriptor().orElseThrow().extensions(), environment);
    } catch (RuntimeException e) {
      throw new EnvironmentFailure(owner + " cannot be started: " + e.getMessage(), e);
    }
  }

  private static boolean isUnchanged(InstalledPlugin plugin, PluginFiles files) {
    try {
      return PluginFiles.of(plugin.place()).equals(files);
    } catch (IOException | BadPlugin e) {
      return false;
    }
  }

  /** Only what was loaded was opened. */
  @Override
  public synchronized void close() {
    hosts.values().forEach(Pf4jHost::unloadPlugins);
  }
}
