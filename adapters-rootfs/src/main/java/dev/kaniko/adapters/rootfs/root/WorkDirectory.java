package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileLock;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.adapters.rootfs.linux.ThisProcess;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval;
import dev.kaniko.adapters.rootfs.tree.write.TreeRemoval.Survivors;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The directory in which builds keep their files.
 *
 * <pre>
 * bases/           images unpacked, for all builds
 * builds/7/        what belongs to one build, removed when it ends
 * builds/7.lock    held for as long as that build lives
 * </pre>
 *
 * <p>Names are kept short: they end up in the options of mounts, which have little room.
 */
public final class WorkDirectory implements Closeable {
  private static final String LOCK = ".lock";

  /** Images hold programs that give their user root's rights: nobody else may reach them. */
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path work;
  private final Path build;
  private final FileLock lock;
  private final AtomicInteger made = new AtomicInteger();

  private WorkDirectory(Path work, Path build, FileLock lock) {
    this.work = work;
    this.build = build;
    this.lock = lock;
  }

  /**
   * Takes a place in {@code work}, which is made if it is missing, and removes what builds that
   * died have left there.
   *
   * @throws EnvironmentFailure when others could tamper with the directory, or it cannot be used
   */
  public static WorkDirectory open(Path work) {
    try {
      Path absolute = work.toAbsolutePath().normalize();
      makePrivate(absolute);
      Files.createDirectories(absolute.resolve("bases"), PRIVATE);
      Path builds = Files.createDirectories(absolute.resolve("builds"), PRIVATE);
      removeDeadBuilds(builds);
      return claim(absolute, builds);
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "the work directory " + work + " cannot be used: " + e.getMessage(),
          Optional.of("choose another with enough room and write permission"),
          e);
    }
  }

  /** What all the others are in. */
  public Path directory() {
    return work;
  }

  /** Holds the images that were unpacked, for this and later builds. */
  public Path bases() {
    return work.resolve("bases");
  }

  /** A new directory of this build's own, empty and private. */
  public Path newDirectory() throws IOException {
    return Files.createDirectory(build.resolve(String.valueOf(made.incrementAndGet())), PRIVATE);
  }

  /** Removes a tree of any depth and any names. */
  public static void remove(Path tree) throws IOException {
    try (DirectoryHandle parent = DirectoryHandle.open(tree.getParent())) {
      String name = FilePath.bytesOf(tree.getFileName().toString());
      TreeRemoval.remove(parent, name, FilePath.ofText(tree.toString()), Survivors.NONE);
    }
  }

  /** Removes all that belongs to this build. May be called again. */
  @Override
  public void close() throws IOException {
    remove(build);
    Files.deleteIfExists(lockOf(build));
    lock.close();
  }

  private static void makePrivate(Path work) throws IOException {
    if (!Files.exists(work)) {
      Files.createDirectories(work.getParent());
      Files.createDirectory(work, PRIVATE);
    }
    try (DirectoryHandle handle = DirectoryHandle.open(work)) {
      FileStatus status = handle.self().status();
      if (status.uid() != ThisProcess.effectiveUser() || (status.permissions() & 022) != 0) {
        throw new EnvironmentFailure(
            "other users could tamper with the work directory " + work,
            "choose one that does not exist yet, such as " + work.resolve("kaniko"));
      }
    }
  }

  private static void removeDeadBuilds(Path builds) throws IOException {
    for (Path build : directoriesIn(builds)) {
      Optional<FileLock> lock = FileLock.tryAcquire(lockOf(build));
      if (lock.isPresent()) {
        remove(build);
        Files.deleteIfExists(lockOf(build));
        lock.get().close();
      }
    }
  }

  private static WorkDirectory claim(Path work, Path builds) throws IOException {
    for (int number = 1; ; number++) {
      Path build = builds.resolve(String.valueOf(number));
      Optional<FileLock> lock = FileLock.tryAcquire(lockOf(build));
      if (lock.isPresent()) {
        remove(build);
        Files.createDirectory(build, PRIVATE);
        return new WorkDirectory(work, build, lock.get());
      }
    }
  }

  private static Path lockOf(Path build) {
    return build.resolveSibling(build.getFileName() + LOCK);
  }

  private static List<Path> directoriesIn(Path builds) throws IOException {
    try (Stream<Path> found = Files.list(builds)) {
      return found.filter(Files::isDirectory).toList();
    }
  }
}
