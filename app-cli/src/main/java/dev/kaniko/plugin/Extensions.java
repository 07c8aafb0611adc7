package dev.kaniko.plugin;

import dev.kaniko.ports.context.ContextSource;
import dev.kaniko.ports.credentials.CredentialHelper;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The extensions of one build: those of plugins, and those of the executor, which go through the
 * same door. Used by one thread, but for the credential helpers.
 */
public final class Extensions implements AutoCloseable {
  private final ExtensionClasses builtIn;
  private final LoadedPlugins plugins;

  /**
   * @param index names the executor's own
   * @param environment for the constructors that want it
   * @param warnings is told of each plugin that is refused, and why
   */
  public Extensions(
      Path index,
      InstalledPlugins installed,
      Map<String, String> environment,
      Consumer<String> warnings) {
    this.builtIn = BuiltInExtensions.read(index, environment);
    this.plugins = new LoadedPlugins(installed, environment);
    for (InstalledPlugin plugin : installed.refused()) {
      warnings.accept("the plugin " + plugin.name() + " is not used: " + reason(plugin));
    }
  }

  private static String reason(InstalledPlugin plugin) {
    String place = plugin.descriptor().isPresent() ? " (" + plugin.place() + ")" : "";
    return plugin.refusal().orElseThrow() + place;
  }

  /**
   * The sources to ask for a context: those of plugins come first, as theirs are the more special
   * locations. No plugin is loaded that does not say it serves this one.
   *
   * @throws EnvironmentFailure when one is needed that was refused, or fails
   */
  public List<ContextSource> contextSources(String location) {
    List<ContextSource> sources = new ArrayList<>();
    for (InstalledPlugin plugin : plugins.serving(it -> it.servesContext(location))) {
      for (ContextSource source : plugins.extensions(plugin, ContextSource.class)) {
        sources.add(new PluginContextSource(plugin.name(), source));
      }
    }
    sources.addAll(builtIn.make(ContextSource.class));
    if (sources.stream().noneMatch(source -> source.serves(location))) {
      plugins.refusedServing(it -> it.servesContext(location)).stream()
          .findFirst()
          .ifPresent(Extensions::refuse);
    }
    return sources;
  }

  private static void refuse(InstalledPlugin needed) {
    throw new EnvironmentFailure(
        "the plugin "
            + needed.name()
            + ", which serves this build context, was refused: "
            + reason(needed),
        "\"executor plugins\" lists the plugins and their state");
  }

  /**
   * Those of the executor come first, as the user's own configuration does.
   *
   * @param asked which plugins may be asked, by their ids
   */
  public List<CredentialHelper> credentialHelpers(Predicate<String> asked) {
    List<CredentialHelper> helpers = new ArrayList<>(builtIn.make(CredentialHelper.class));
    helpers.add(new PluginCredentialHelper(plugins, asked));
    return helpers;
  }

  /** The ids of the plugins that have credentials for some registries, refused ones included. */
  public Set<String> credentialPlugins() {
    return plugins.withRegistries();
  }

  @Override
  public void close() {
    plugins.close();
  }
}
