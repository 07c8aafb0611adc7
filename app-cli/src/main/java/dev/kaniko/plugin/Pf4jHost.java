package dev.kaniko.plugin;

import java.nio.file.Path;
import java.util.List;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;

/**
 * pf4j, with nothing left to find: it loads the one plugin it is given, which {@link
 * InstalledPlugins} has checked.
 */
final class Pf4jHost extends DefaultPluginManager {
  private final InstalledPlugin plugin;
  private final PluginFiles files;

  Pf4jHost(InstalledPlugin plugin, PluginFiles files) {
    // Before super, whose constructor calls what is overridden here.
    this.plugin = plugin;
    this.files = files;
    super(plugin.place().getParent());
  }

  /** Loads and starts it; gives the loader of its classes, none of which is loaded yet. */
  ClassLoader start() {
    String id = loadPlugin(plugin.place());
    startPlugin(id);
    return getPluginClassLoader(id);
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new PluginDescriptorFinder() {
      @Override
      public boolean isApplicable(Path path) {
        return true;
      }

      @Override
      public PluginDescriptor find(Path path) {
        var known = plugin.descriptor().orElseThrow();
        // Which version of the interface it requires was compared already: not with pf4j's rules.
        return new DefaultPluginDescriptor(
            known.id(), "", null, known.version(), "*", known.provider(), "");
      }
    };
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new PluginLoader() {
      @Override
      public boolean isApplicable(Path path) {
        return true;
      }

      @Override
      public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
        ClassLoader host = new HostClasses(Pf4jHost.class.getClassLoader());
        PluginClassLoader loader = new OwnClasses(descriptor, host);
        loader.addFile(files.jar().toFile());
        files.libraries().forEach(library -> loader.addFile(library.toFile()));
        return loader;
      }
    };
  }

  private final class OwnClasses extends PluginClassLoader {
    OwnClasses(PluginDescriptor descriptor, ClassLoader host) {
      super(Pf4jHost.this, descriptor, host);
    }

    @Override
    protected boolean shouldDelegateToParent(String name) {
      return HostClasses.includes(name);
    }
  }

  @Override
  protected PluginRepository createPluginRepository() {
    return new PluginRepository() {
      @Override
      public List<Path> getPluginPaths() {
        return List.of(plugin.place());
      }

      @Override
      public boolean deletePluginPath(Path path) {
        throw new UnsupportedOperationException("plugins are not deleted");
      }
    };
  }

  /** Whether a plugin is used is not decided by files beside it. */
  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new PluginStatusProvider() {
      @Override
      public boolean isPluginDisabled(String id) {
        return false;
      }

      @Override
      public void disablePlugin(String id) {
        throw new UnsupportedOperationException("plugins are not disabled");
      }

      @Override
      public void enablePlugin(String id) {
        throw new UnsupportedOperationException("plugins are always enabled");
      }
    };
  }
}
