package dev.kaniko.plugin;

import dev.kaniko.ports.spi.SpiVersion;
import java.util.List;

/**
 * What a plugin says of itself, in the manifest of its jar and in the index of its extensions.
 *
 * @param id {@code Plugin-Id}
 * @param version {@code Plugin-Version}, the plugin's own
 * @param provider {@code Plugin-Provider}; empty when it does not say
 * @param requires {@code Plugin-Requires}, the version of the interface it was made for
 * @param contexts {@code Kaniko-Contexts}
 * @param registries {@code Kaniko-Registries}
 * @param extensions the classes that {@code META-INF/extensions.idx} names
 */
public record PluginDescriptor(
    String id,
    String version,
    String provider,
    SpiVersion requires,
    List<LocationPattern> contexts,
    List<HostPattern> registries,
    List<String> extensions) {
  public PluginDescriptor {
    contexts = List.copyOf(contexts);
    registries = List.copyOf(registries);
    extensions = List.copyOf(extensions);
  }

  boolean servesContext(String location) {
    return contexts.stream().anyMatch(pattern -> pattern.matches(location));
  }

  boolean servesRegistry(String registry) {
    return registries.stream().anyMatch(pattern -> pattern.matches(registry));
  }
}
