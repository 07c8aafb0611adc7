package dev.kaniko.adapters.registry.cache;

import dev.kaniko.adapters.registry.local.MemoryBlob;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.cache.CacheKeys;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.listener.BuildListener;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps the configs of base images in a layer cache: each as a note of an empty layer, so that a
 * manifest tells it and no blob is fetched. No failure of the cache is one of the build. May be
 * used by several threads.
 */
public final class CachedConfigs implements AutoCloseable {
  /** In bytes; larger configs are fetched each time. */
  private static final int LARGEST = 64 << 10;

  /** The layer without entries that Docker gave to instructions that change no files. */
  private static final byte[] EMPTY_LAYER =
      HexFormat.of().parseHex("1f8b080000096e8800ff621805a360148c5800080000ffff2eafb5ef00040000");

  private static final Digest EMPTY_TAR =
      Digest.parse("sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");

  private final LayerCache cache;
  private final boolean store;
  private final InstantSource clock;
  private final BuildListener listener;
  private final Queue<Thread> stores = new ConcurrentLinkedQueue<>();

  /**
   * @param store whether configs are kept that were not there
   */
  public CachedConfigs(
      LayerCache cache, boolean store, InstantSource clock, BuildListener listener) {
    this.cache = cache;
    this.store = store;
    this.clock = clock;
    this.listener = listener;
  }

  /** The content that the descriptor names, if it is kept and right. */
  public Optional<byte[]> find(Descriptor config) {
    if (config.size() > LARGEST) {
      return Optional.empty();
    }
    CacheKey key = CacheKeys.config(config.digest());
    try {
      Optional<String> note = cache.find(key).map(it -> it.notes().get(key.tag()));
      Optional<byte[]> content = note.map(Base64.getDecoder()::decode);
      if (content.isPresent() && !isRight(content.get(), config)) {
        throw new IllegalArgumentException("it is not what its digest names");
      }
      return content;
    } catch (RegistryFailure | EnvironmentFailure e) {
      // Whoever looks layers up hears the same, and tells.
      listener.debug("no cached config: " + e.getMessage());
      return Optional.empty();
    } catch (BuildFailure | IllegalArgumentException e) {
      listener.warn(
          Problem.general(
              "the cached config " + config.digest() + " is not used: " + e.getMessage()));
      return Optional.empty();
    }
  }

  private static boolean isRight(byte[] content, Descriptor config) {
    return config.digest().algorithm().equals("sha256")
        && config.size() == content.length
        && Digest.sha256(content).equals(config.digest());
  }

  /** Keeps a config in the background. */
  public void keep(Descriptor config, byte[] content) {
    if (store && isRight(content, config) && content.length <= LARGEST) {
      stores.add(Thread.ofVirtual().start(() -> put(CacheKeys.config(config.digest()), content)));
    }
  }

  private void put(CacheKey key, byte[] content) {
    Descriptor descriptor = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, EMPTY_LAYER);
    CachedLayer layer =
        new CachedLayer(
                new ImageLayer(descriptor, EMPTY_TAR, new MemoryBlob(EMPTY_LAYER)), clock.instant())
            .withNotes(Map.of(key.tag(), Base64.getEncoder().encodeToString(content)));
    try {
      cache.store(List.of(key), layer);
    } catch (BuildFailure e) {
      listener.debug("a config cannot be kept in the cache: " + e.getMessage());
    }
  }

  /** Waits until everything is kept that is to be, unless the build was cancelled. */
  @Override
  public void close() {
    try {
      for (Thread each = stores.poll(); each != null; each = stores.poll()) {
        each.join();
      }
    } catch (InterruptedException e) {
      stores.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    }
  }
}
