package dev.kaniko.adapters.registry;

import dev.kaniko.adapters.registry.base.BaseLayout;
import dev.kaniko.adapters.registry.buildkit.BuildCaches;
import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.adapters.registry.cache.CachedConfigs;
import dev.kaniko.adapters.registry.cache.RegistryLayerCache;
import dev.kaniko.adapters.registry.client.RegistryConnections;
import dev.kaniko.adapters.registry.client.Tuning;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.registry.upload.Uploads;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.cache.BaseImages;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.credentials.CredentialHelper;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.registry.ImageOutput;
import dev.kaniko.ports.registry.ImageRegistry;
import dev.kaniko.ports.registry.ResolvedImage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All registries of a build. Costs nothing until an image is asked for or pushed; closing it ends
 * what is under way. May be used by several threads.
 */
public final class Registries implements ImageRegistry, AutoCloseable {
  private final RegistryOptions options;
  private final List<CredentialHelper> helpers;
  private final BuildListener listener;
  private final Tuning tuning;
  private Optional<BaseLayout> bases = Optional.empty();
  private Optional<CachedConfigs> configs = Optional.empty();
  private Optional<Opened> opened = Optional.empty();
  private boolean closed;

  /**
   * @param helpers in the order in which they are asked for credentials; a helper is not asked
   *     before a registry wants to know who we are
   */
  public Registries(
      RegistryOptions options, List<CredentialHelper> helpers, BuildListener listener) {
    this(options, helpers, listener, Tuning.USUAL);
  }

  /**
   * @param attempts how often a request is tried where that may help; never less than usual
   */
  public Registries(
      RegistryOptions options,
      List<CredentialHelper> helpers,
      BuildListener listener,
      int attempts) {
    this(options, helpers, listener, Tuning.USUAL.withAttempts(attempts));
  }

  Registries(
      RegistryOptions options,
      List<CredentialHelper> helpers,
      BuildListener listener,
      Tuning tuning) {
    this.options = options;
    this.helpers = List.copyOf(helpers);
    this.listener = listener;
    this.tuning = tuning;
  }

  /** Takes images from {@code layout} where it has them; to be called before anything is asked. */
  public synchronized Registries preferring(BaseLayout layout) {
    bases = Optional.of(layout);
    return this;
  }

  /** Looks for configs of images there first; to be called before anything is asked. */
  public synchronized void preferring(CachedConfigs cached) {
    configs = Optional.of(cached);
  }

  /**
   * A layout that images are copied into.
   *
   * @param anew whether what is there already is fetched again
   */
  public BaseImages baseImages(Path directory, boolean anew, InstantSource clock) {
    return new WarmedImages(directory, anew, () -> opened().resolver(), clock, listener);
  }

  private record Opened(RegistryConnections connections, ImageResolver resolver, Uploads uploads) {}

  @Override
  public ResolvedImage resolve(ImageReference reference, Platform platform) {
    return opened().resolver().resolve(reference, platform);
  }

  /**
   * A place to push to. Destinations of one object share what they upload.
   *
   * @param destination with a tag and without a digest
   * @throws dev.kaniko.ports.failure.UserMistakes for a destination with a digest
   */
  public ImageOutput destination(ImageReference destination) {
    return output(destination, listener::say);
  }

  private ImageOutput output(ImageReference destination, Consumer<String> said) {
    return new RegistryImageOutput(
        destination, () -> opened().connections(), () -> opened().uploads(), said);
  }

  /**
   * The layers that {@code repository} keeps.
   *
   * @param repository its tag is not looked at
   */
  public LayerCache layerCache(ImageReference repository, CacheAge age) {
    return new RegistryLayerCache(
        repository,
        age,
        () -> opened().connections(),
        reference -> output(reference, listener::debug));
  }

  /** The caches in one piece, of BuildKit's form. */
  public BuildCaches buildCaches() {
    return new BuildCaches(
        () -> opened().connections(), reference -> output(reference, listener::debug), listener);
  }

  private synchronized Opened opened() {
    if (closed) {
      throw new IllegalStateException("the registries are closed");
    }
    if (opened.isEmpty()) {
      RegistryConnections connections = new RegistryConnections(options, helpers, listener, tuning);
      opened =
          Optional.of(
              new Opened(
                  connections,
                  new ImageResolver(connections, options.map(), bases, configs, listener),
                  new Uploads(connections)));
    }
    return opened.get();
  }

  @Override
  public void close() {
    waitingConfigs().ifPresent(CachedConfigs::close);
    end();
  }

  private synchronized Optional<CachedConfigs> waitingConfigs() {
    return configs;
  }

  private synchronized void end() {
    closed = true;
    opened.ifPresent(
        it -> {
          it.uploads().close();
          it.connections().close();
        });
    opened = Optional.empty();
  }
}
