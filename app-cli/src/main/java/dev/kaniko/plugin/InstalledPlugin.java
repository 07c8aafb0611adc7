package dev.kaniko.plugin;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A plugin that was found, fit for use or not.
 *
 * @param place the jar, or the folder with {@code plugin.jar}
 * @param files as they were when it was found; empty when they could not be looked at
 * @param descriptor empty when it could not be read
 * @param refusal why it is not used; empty when it is
 */
public record InstalledPlugin(
    Path place,
    Optional<PluginFiles> files,
    Optional<PluginDescriptor> descriptor,
    Optional<String> refusal) {

  static InstalledPlugin usable(Path place, PluginFiles files, PluginDescriptor descriptor) {
    return new InstalledPlugin(
        place, Optional.of(files), Optional.of(descriptor), Optional.empty());
  }

  static InstalledPlugin unreadable(Path place, String reason) {
    return new InstalledPlugin(place, Optional.empty(), Optional.empty(), Optional.of(reason));
  }

  InstalledPlugin refused(String reason) {
    return new InstalledPlugin(place, files, descriptor, Optional.of(reason));
  }

  public boolean isUsable() {
    return refusal.isEmpty();
  }

  /** By which people know it: the id, or else the name of its file. */
  public String name() {
    return descriptor.map(PluginDescriptor::id).orElseGet(() -> place.getFileName().toString());
  }
}
