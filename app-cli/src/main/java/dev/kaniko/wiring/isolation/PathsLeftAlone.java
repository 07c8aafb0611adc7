package dev.kaniko.wiring.isolation;

import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.cli.options.CacheOptions;
import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.domain.filesystem.FilePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What of the executor's container is not the image's, beside what is mounted there. */
public final class PathsLeftAlone {
  /** The shell of the debug image. */
  private static final Path BUSYBOX = Path.of("/busybox");

  private PathsLeftAlone() {}

  /**
   * @param current what relative paths of the command line start from
   * @param home of the user
   */
  public static Set<FilePath> of(
      BuildOptions options, Container container, Path current, Path home) {
    Set<FilePath> paths = new TreeSet<>(options.isolation().ignoredPaths());
    add(container.home(), paths);
    if (container.isExecutorImage() && Files.isDirectory(BUSYBOX)) {
      add(BUSYBOX, paths);
    }
    add(options.mounts().cacheDirectory(), paths);
    options
        .cache()
        .bases()
        .map(CacheOptions.Bases::directory)
        .filter(Files::isDirectory)
        .ifPresent(directory -> add(directory, paths));
    options.cache().directories().forEach(directory -> add(directory, paths));
    options.namedContexts().places().forEach(place -> add(place, paths));
    Path keys = home.resolve(".ssh");
    if (Files.isDirectory(keys)) {
      // Which servers are known is not for a base image to say.
      add(keys, paths);
    }
    String context = options.context();
    String directory = context.startsWith("dir://") ? context.substring(6) : context;
    if (!directory.contains("://") && RepositoryLocation.of(directory).isEmpty()) {
      add(current.resolve(directory), paths);
    }
    Stream.of(
            options.output().tarPath,
            options.output().ociLayoutPath,
            options.output().digestFile,
            options.output().nameWithDigestFile,
            options.output().nameTagWithDigestFile)
        .flatMap(Optional::stream)
        .filter(file -> !file.contains("://"))
        .forEach(file -> add(current.resolve(file), paths));
    return paths;
  }

  private static void add(Path path, Set<FilePath> to) {
    FilePath absolute = FilePath.ofText(path.toAbsolutePath().normalize().toString());
    if (!absolute.isRoot()) {
      to.add(absolute);
    }
  }
}
