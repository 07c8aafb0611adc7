package dev.kaniko.adapters.registry.upload;

import dev.kaniko.adapters.registry.client.RegistryConnections;
import dev.kaniko.adapters.registry.client.Repository;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.Blob;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The uploads of a build: each blob once to each repository, in the background, a few at a time.
 * May be used by several threads.
 */
public final class Uploads implements AutoCloseable {
  private final RegistryConnections connections;
  private final ExecutorService workers;
  private final Map<Target, Future<?>> running = new ConcurrentHashMap<>();
  private final Map<Holder, Repository> holders = new ConcurrentHashMap<>();

  private record Target(Repository repository, Digest digest) {}

  private record Holder(String registry, Digest digest) {}

  public Uploads(RegistryConnections connections) {
    this.connections = connections;
    this.workers =
        Executors.newFixedThreadPool(
            connections.tuning().parallel(),
            Thread.ofPlatform().daemon().name("upload-", 1).factory());
  }

  /** Begins to upload; does nothing when that has begun before, unless it has failed. */
  public synchronized void start(Repository repository, Descriptor descriptor, Blob blob) {
    Target target = new Target(repository, descriptor.digest());
    Future<?> earlier = running.get(target);
    if (earlier == null || earlier.state() == Future.State.FAILED) {
      running.put(target, workers.submit(() -> upload(repository, descriptor, blob)));
    }
  }

  /** Waits until a blob, whose upload has been started, is in the repository. */
  public void await(Repository repository, Descriptor descriptor) {
    Future<?> upload = running.get(new Target(repository, descriptor.digest()));
    if (upload == null) {
      throw new IllegalArgumentException(descriptor.digest() + " was never started");
    }
    await(upload);
  }

  private void upload(Repository repository, Descriptor descriptor, Blob blob) {
    Holder holder = new Holder(repository.registry(), descriptor.digest());
    Optional<Repository> lender =
        blob.origin()
            .map(Repository::of)
            .or(() -> Optional.ofNullable(holders.get(holder)))
            .filter(other -> other.registry().equals(repository.registry()))
            .filter(other -> !other.equals(repository));
    new BlobUpload(connections, repository, descriptor, blob).run(lender);
    holders.putIfAbsent(holder, repository);
  }

  private static void await(Future<?> upload) {
    try {
      upload.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvironmentFailure("the build was interrupted while it pushed", e);
    }
  }

  /** Gives up what is still under way. */
  @Override
  public void close() {
    workers.shutdownNow();
  }
}
