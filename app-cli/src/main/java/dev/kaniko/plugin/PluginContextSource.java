package dev.kaniko.plugin;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.ContextSource;
import java.io.IOException;
import java.util.Optional;

/** A plugin's source; what it throws beyond its interface is the plugin's failure, by its name. */
final class PluginContextSource implements ContextSource {
  private final String plugin;
  private final ContextSource source;

  PluginContextSource(String plugin, ContextSource source) {
    this.plugin = plugin;
    this.source = source;
  }

  @Override
  public boolean serves(String location) {
    return guarded(() -> source.serves(location));
  }

  @Override
  public ContextContent fetch(ContextRequest request) throws IOException, ContextNotAvailable {
    ContextContent content =
        PluginThread.<ContextContent, IOException, ContextNotAvailable>in(
            source.getClass().getClassLoader(), () -> fetchGuarded(request));
    if (content == null) {
      throw PluginFault.of(plugin, "gave no build context", null);
    }
    return content;
  }

  private ContextContent fetchGuarded(ContextRequest request)
      throws IOException, ContextNotAvailable {
    try {
      return source.fetch(request);
    } catch (RuntimeException | LinkageError e) {
      throw PluginFault.of(plugin, "failed", e);
    }
  }

  @Override
  public Optional<String> revision(ContextRequest request) throws IOException, ContextNotAvailable {
    Optional<String> revision =
        PluginThread.<Optional<String>, IOException, ContextNotAvailable>in(
            source.getClass().getClassLoader(), () -> revisionGuarded(request));
    if (revision == null) {
      throw PluginFault.of(plugin, "gave no revision", null);
    }
    return revision;
  }

  private Optional<String> revisionGuarded(ContextRequest request)
      throws IOException, ContextNotAvailable {
    try {
      return source.revision(request);
    } catch (RuntimeException | LinkageError e) {
      throw PluginFault.of(plugin, "failed", e);
    }
  }

  private <T> T guarded(PluginThread.Call<T, RuntimeException, RuntimeException> call) {
    try {
      return PluginThread.in(source.getClass().getClassLoader(), call);
    } catch (RuntimeException | LinkageError e) {
      throw PluginFault.of(plugin, "failed", e);
    }
  }
}
