package dev.kaniko.adapters.rootfs.mount;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.ErrnoException;
import dev.kaniko.adapters.rootfs.linux.FileHandle;
import dev.kaniko.adapters.rootfs.linux.FileLock;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Survivors;
import dev.kaniko.domain.dockerfile.mount.RunMount;
import dev.kaniko.domain.dockerfile.mount.RunMount.FileAccess;
import dev.kaniko.domain.dockerfile.mount.RunMount.Sharing;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.command.CacheDirectories;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Caches as directories that a volume can hold.
 *
 * <pre>
 * 3f0c…/0        a cache; its name is a digest of what tells it from others
 * 3f0c…/0.lock   held by whoever uses it
 * 3f0c…/1        another one, for a second user of a private cache
 * </pre>
 */
public final class SharedCaches implements CacheDirectories {
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final long MILLISECONDS_BETWEEN_TRIES = 50;

  private final Path directory;
  private final boolean alone;
  private final FileCopy copy;

  /**
   * @param directory made when it is needed
   * @param alone whether each user needs a cache for itself, because it is taken to the root and
   *     back instead of being mounted there
   */
  public SharedCaches(Path directory, boolean alone, SkippedContent skipped) {
    this.directory = directory;
    this.alone = alone;
    this.copy = new FileCopy(skipped);
  }

  @Override
  public Lease take(String namespace, RunMount.Cache cache, Optional<Seed> seed)
      throws InterruptedException {
    try {
      Path place = Files.createDirectories(directory.resolve(name(namespace, cache)), PRIVATE);
      Taken taken = taken(place, cache.sharing());
      boolean ready = false;
      try {
        makeUnlessThere(taken.cache, cache.access(), seed);
        ready = true;
        return taken;
      } finally {
        if (!ready) {
          taken.close();
        }
      }
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "the cache " + cache.id() + " in " + directory + " cannot be used: " + e.getMessage(),
          Optional.of("let --cache-mount-dir be a directory that the executor can write to"),
          e);
    }
  }

  private static String name(String namespace, RunMount.Cache cache) {
    FileAccess access = cache.access();
    String all =
        String.join(
            "\0",
            namespace,
            cache.id(),
            cache.from().orElse(""),
            cache.source(),
            access.mode() + " " + access.uid() + " " + access.gid());
    return Digest.sha256(all.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
  }

  private Taken taken(Path place, Sharing sharing) throws IOException, InterruptedException {
    while (true) {
      Optional<Taken> taken =
          switch (sharing) {
            case PRIVATE -> firstFree(place);
            case LOCKED -> slot(place, 0, false);
            case SHARED -> slot(place, 0, !alone);
          };
      if (taken.isPresent()) {
        return taken.get();
      }
      TimeUnit.MILLISECONDS.sleep(MILLISECONDS_BETWEEN_TRIES);
    }
  }

  private static Optional<Taken> firstFree(Path place) throws IOException {
    Optional<Taken> taken = Optional.empty();
    for (int number = 0; taken.isEmpty(); number++) {
      taken = slot(place, number, false);
    }
    return taken;
  }

  private static Optional<Taken> slot(Path place, int number, boolean shared) throws IOException {
    Path lock = place.resolve(number + ".lock");
    Optional<FileLock> held = shared ? FileLock.tryShare(lock) : FileLock.tryAcquire(lock);
    return held.map(it -> new Taken(place.resolve(String.valueOf(number)), it));
  }

  /** Under a shared lock two may come here at once: what is made is moved into place at once. */
  private void makeUnlessThere(Path cache, FileAccess access, Optional<Seed> seed)
      throws IOException {
    String name = cache.getFileName().toString();
    try (DirectoryHandle parent = DirectoryHandle.open(cache.getParent());
        FileLock _ = FileLock.acquire(cache.resolveSibling(name + ".making"))) {
      if (parent.status(name).isPresent()) {
        return;
      }
      String fresh = name + ".new";
      TreeRemoval.remove(parent, fresh, FilePath.ROOT.child(fresh), Survivors.NONE);
      if (seed.isPresent()) {
        copy.make(seed.get().tree(), seed.get().source(), parent, fresh);
      } else {
        parent.makeDirectory(fresh);
      }
      try (FileHandle made = parent.entry(fresh).orElseThrow()) {
        made.setOwner(access.uid(), access.gid());
        made.setMode(access.mode());
      }
      parent.rename(fresh, parent, name);
    }
  }

  private record Taken(Path cache, FileLock lock) implements Lease {
    @Override
    public Path directory() {
      return cache;
    }

    @Override
    public void close() {
      try {
        lock.close();
      } catch (ErrnoException e) {
        throw new EnvironmentFailure("a cache cannot be released: " + e.getMessage(), e);
      }
    }
  }
}
