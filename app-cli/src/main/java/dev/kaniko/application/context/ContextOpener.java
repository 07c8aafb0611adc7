package dev.kaniko.application.context;

import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.ContextSource;
import dev.kaniko.ports.context.DirectoryTrees;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.layer.ArchiveReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Gets the build context onto this machine, by whichever source serves its location. */
public final class ContextOpener {
  private final List<ContextSource> sources;
  private final ArchiveReader archives;
  private final DirectoryTrees directories;

  /**
   * @param sources asked in this order
   * @param archives unpacks what comes as an archive
   */
  public ContextOpener(
      List<ContextSource> sources, ArchiveReader archives, DirectoryTrees directories) {
    this.sources = List.copyOf(sources);
    this.archives = archives;
    this.directories = directories;
  }

  /**
   * Fetches the context and opens it.
   *
   * @param subPath of the directory in it to build from; empty for all of it
   * @throws UserMistakes when no source serves the location, or there is no context there
   */
  public OpenedContext open(ContextRequest request, String subPath) {
    Path directory = fetch(request);
    FileTree whole = directories.open(directory);
    if (subPath.isEmpty()) {
      return new OpenedContext(whole, whole, directory);
    }
    FileTree below =
        directories
            .open(directory, FilePath.ofText(subPath))
            .orElseThrow(() -> noDirectory(request.shownLocation(), subPath));
    return new OpenedContext(below, whole, directory);
  }

  private Path fetch(ContextRequest request) {
    ContextSource source =
        sources.stream()
            .filter(candidate -> candidate.serves(request.location()))
            .findFirst()
            .orElseThrow(() -> unknown(request.shownLocation()));
    try {
      return switch (source.fetch(request)) {
        case ContextContent.Directory(Path directory) -> directory;
        case ContextContent.Archive(InputStream stream) -> unpack(stream, request);
      };
    } catch (ContextNotAvailable e) {
      Problem problem = Problem.general("error resolving source context: " + e.getMessage());
      throw new UserMistakes(e.hint().map(problem::withHint).orElse(problem));
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "error resolving source context: " + request.shownLocation() + ": " + e.getMessage(),
          Optional.empty(),
          e);
    }
  }

  private Path unpack(InputStream stream, ContextRequest request) throws IOException {
    try (stream) {
      Path directory = Files.createDirectory(request.workDirectory().resolve("buildcontext"));
      archives.unpack(stream, request.shownLocation(), directory);
      return directory;
    }
  }

  private static UserMistakes noDirectory(String location, String subPath) {
    return new UserMistakes(
        Problem.general(
                "error resolving source context: the context "
                    + location
                    + " has no directory "
                    + subPath)
            .withHint(
                "--context-sub-path is read from the context's root, and no link leads out of it"));
  }

  private static UserMistakes unknown(String location) {
    return new UserMistakes(
        Problem.general(
                "error resolving source context: unknown kind of build context: " + location)
            .withHint(
                "the kinds are a directory, dir://, tar://FILE, tar://stdin and what plugins serve:"
                    + " \"executor plugins\" lists them"));
  }
}
