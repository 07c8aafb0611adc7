package dev.kaniko.adapters.context;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.ContextSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pf4j.Extension;

/** A directory of this machine: a plain path, or {@code dir://path}. */
@Extension
public final class DirectoryContextSource implements ContextSource {
  private static final String SCHEME = "dir://";

  @Override
  public boolean serves(String location) {
    return location.startsWith(SCHEME) || !location.contains("://");
  }

  @Override
  public ContextContent fetch(ContextRequest request) throws ContextNotAvailable {
    String location = request.location();
    String path = location.startsWith(SCHEME) ? location.substring(SCHEME.length()) : location;
    Path directory = Path.of(path).toAbsolutePath();
    if (!Files.exists(directory)) {
      throw new ContextNotAvailable(
          "the build context " + location + " does not exist", "give a directory with --context");
    }
    if (!Files.isDirectory(directory)) {
      throw new ContextNotAvailable(
          "the build context " + location + " is not a directory",
          "for an archive, use --context tar://" + path);
    }
    return new ContextContent.Directory(directory);
  }
}
