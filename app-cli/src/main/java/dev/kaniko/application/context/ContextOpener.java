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

/** Gets a build context onto this machine, by whichever source serves its location. */
public final class ContextOpener {
  private final List<ContextSource> sources;
  private final ArchiveReader archives;
  private final DirectoryTrees directories;
  private final String purpose;

  /**
   * @param sources asked in this order
   * @param archives unpacks what comes as an archive
   * @param purpose what fails when there is no context, for messages
   */
  public ContextOpener(
      List<ContextSource> sources,
      ArchiveReader archives,
      DirectoryTrees directories,
      String purpose) {
    this.sources = List.copyOf(sources);
    this.archives = archives;
    this.directories = directories;
    this.purpose = purpose;
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

  /**
   * What is at the location now, as {@link ContextSource#revision} says it.
   *
   * @throws UserMistakes as {@link #open} does
   */
  public Optional<String> revision(ContextRequest request) {
    return ask(request, source -> source.revision(request));
  }

  private Path fetch(ContextRequest request) {
    return ask(
        request,
        source ->
            switch (source.fetch(request)) {
              case ContextContent.Directory(Path directory) -> directory;
              case ContextContent.Archive(InputStream stream) -> unpack(stream, request);
            });
  }

  /** A question to a source. */
  private interface Question<T> {
    T of(ContextSource source) throws IOException, ContextNotAvailable;
  }

  private <T> T ask(ContextRequest request, Question<T> question) {
    ContextSource source =
        sources.stream()
            .filter(candidate -> candidate.serves(request.location()))
            .findFirst()
            .orElseThrow(() -> unknown(request.shownLocation()));
    try {
      return question.of(source);
    } catch (ContextNotAvailable e) {
      Problem problem = Problem.general(purpose + ": " + e.getMessage());
      throw new UserMistakes(e.hint().map(problem::withHint).orElse(problem));
    } catch (IOException e) {
      throw new EnvironmentFailure(
          purpose + ": " + request.shownLocation() + ": " + e.getMessage(), Optional.empty(), e);
    }
  }

  private Path unpack(InputStream stream, ContextRequest request) throws IOException {
    try (stream) {
      Path directory = Files.createDirectory(request.workDirectory().resolve("buildcontext"));
      archives.unpack(stream, request.shownLocation(), directory);
      return directory;
    }
  }

  private UserMistakes noDirectory(String location, String subPath) {
    return new UserMistakes(
        Problem.general(purpose + ": the context " + location + " has no directory " + subPath)
            .withHint(
                "--context-sub-path is read from the context's root, and no link leads out of it"));
  }

  private UserMistakes unknown(String location) {
    return new UserMistakes(
        Problem.general(purpose + ": unknown kind of build context: " + location)
            .withHint(
                "the kinds are a directory, dir://, tar://FILE, tar://stdin and what plugins serve:"
                    + " \"executor plugins\" lists them"));
  }
}
