package dev.kaniko.application.context;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.context.RemoteFiles;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the Dockerfile as kaniko does: a location is downloaded; a path is looked for from the
 * current directory, then inside the context. What lies in the context is read through the
 * context's tree, so that a link in it cannot show files from elsewhere.
 */
public final class DockerfileLocator {
  /** A Dockerfile is written by hand: what is larger is something else. */
  private static final int LARGEST = 16 << 20;

  private final OpenedContext context;
  private final Path currentDirectory;
  private final RemoteFiles remoteFiles;

  public DockerfileLocator(OpenedContext context, Path currentDirectory, RemoteFiles remoteFiles) {
    this.context = context;
    this.currentDirectory = currentDirectory;
    this.remoteFiles = remoteFiles;
  }

  /**
   * A Dockerfile and what tells which files of the context to ignore.
   *
   * @param ignoreFile {@code NAME.dockerignore} beside the Dockerfile, else the context's {@code
   *     .dockerignore}
   */
  public record Located(TextFile dockerfile, Optional<TextFile> ignoreFile) {}

  /** A file that was read: its bytes, and what the user knows it by. */
  public static final class TextFile {
    private final String name;
    private final byte[] bytes;

    TextFile(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    public String name() {
      return name;
    }

    public byte[] bytes() {
      return bytes.clone();
    }
  }

  /**
   * @throws UserMistakes when there is no such file
   */
  public Located locate(String dockerfile) {
    if (dockerfile.startsWith("http://") || dockerfile.startsWith("https://")) {
      FileContent content = remoteFiles.fetch(location(dockerfile), LARGEST).content();
      return new Located(read(content, dockerfile), contextIgnoreFile());
    }
    Path fromHere = currentDirectory.resolve(dockerfile).normalize();
    Optional<FilePath> insideContext = insideContext(fromHere);
    if (insideContext.isPresent()) {
      Optional<Located> found = inTree(context.whole(), insideContext.get(), dockerfile);
      if (found.isPresent()) {
        return found.get();
      }
    } else if (Files.isRegularFile(fromHere)) {
      Path ignore = fromHere.resolveSibling(fromHere.getFileName() + ".dockerignore");
      Optional<TextFile> beside =
          Files.isRegularFile(ignore)
              ? Optional.of(read(file(ignore), ignore.toString()))
              : contextIgnoreFile();
      return new Located(read(file(fromHere), dockerfile), beside);
    }
    return inTree(context.files(), FilePath.ofText(dockerfile), dockerfile)
        .orElseThrow(() -> notFound(dockerfile));
  }

  private static URI location(String dockerfile) {
    try {
      return new URI(dockerfile);
    } catch (URISyntaxException e) {
      throw new UserMistakes(
          Problem.general("--dockerfile " + dockerfile + " is no location: " + e.getReason()));
    }
  }

  /**
   * The path from the context's root when {@code file} is in the context. A directory has many
   * names, so each above the file is compared as the directory it is, both along the path as it is
   * written and along the path it comes to: what lies in the context must not be read as if the
   * user had put it elsewhere.
   */
  private Optional<FilePath> insideContext(Path file) {
    try {
      Optional<FilePath> written = belowContext(file);
      Path parent = file.getParent();
      if (written.isPresent() || parent == null || !Files.isDirectory(parent)) {
        return written;
      }
      return belowContext(parent.toRealPath().resolve(file.getFileName()));
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot look at " + file + ": " + e.getMessage(), e);
    }
  }

  private Optional<FilePath> belowContext(Path file) throws IOException {
    for (Path above = file.getParent(); above != null; above = above.getParent()) {
      if (Files.isDirectory(above) && Files.isSameFile(above, context.directory())) {
        return Optional.of(FilePath.ofText(above.relativize(file).toString()));
      }
    }
    return Optional.empty();
  }

  private static FileContent file(Path path) {
    return () -> Files.newInputStream(path);
  }

  private Optional<Located> inTree(FileTree tree, FilePath path, String name) {
    Optional<TextFile> dockerfile = readFrom(tree, path, name);
    if (dockerfile.isEmpty() && path.name().equals("Dockerfile")) {
      // The other spelling that is accepted.
      dockerfile = readFrom(tree, path.parent().child("dockerfile"), name);
    }
    FilePath ignore = new FilePath(path.bytes() + ".dockerignore");
    return dockerfile.map(
        found ->
            new Located(found, readFrom(tree, ignore, ignore.text()).or(this::contextIgnoreFile)));
  }

  private Optional<TextFile> contextIgnoreFile() {
    return readFrom(context.files(), FilePath.of("/.dockerignore"), ".dockerignore");
  }

  private static Optional<TextFile> readFrom(FileTree tree, FilePath path, String name) {
    try {
      return new PathResolver(tree)
          .find(path)
          .filter(RegularFile.class::isInstance)
          .map(node -> read(((RegularFile) node).content(), name));
    } catch (PathResolver.TooManyLinks e) {
      throw new UserMistakes(Problem.general("cannot read " + name + ": " + e.getMessage()));
    }
  }

  private static TextFile read(FileContent content, String name) {
    try (InputStream stream = content.open()) {
      byte[] bytes = stream.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new UserMistakes(Problem.general(name + " is larger than 16 MiB"));
      }
      return new TextFile(name, bytes);
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot read " + name + ": " + e.getMessage(), e);
    }
  }

  private UserMistakes notFound(String dockerfile) {
    return new UserMistakes(
        Problem.general(
                "error resolving dockerfile path: please provide a valid path to a Dockerfile"
                    + " within the build context with --dockerfile")
            .withHint(
                "there is no "
                    + dockerfile
                    + " in the current directory, nor in the context "
                    + context.directory()));
  }
}
