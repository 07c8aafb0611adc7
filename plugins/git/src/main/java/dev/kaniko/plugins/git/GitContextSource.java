package dev.kaniko.plugins.git;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.ContextSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.pf4j.Extension;

/**
 * A Git repository on a server, over HTTPS: {@code git://} as kaniko writes it, {@code
 * https://….git} as BuildKit does.
 */
@Extension
public final class GitContextSource implements ContextSource {
  private final Map<String, String> environment;

  public GitContextSource(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public boolean serves(String location) {
    return GitLocation.isOne(location);
  }

  @Override
  public ContextContent fetch(ContextRequest request) throws IOException, ContextNotAvailable {
    GitLocation location = GitLocation.parse(request.location(), environment);
    HostCredentials credentials = HostCredentials.of(location, environment);
    if (!(SystemReader.getInstance() instanceof NoConfiguration)) {
      SystemReader.setInstance(new NoConfiguration(SystemReader.getInstance()));
    }
    // How exact the file system's times are is measured for seconds, for what no build does.
    FS.FileStoreAttributes.setBackground(true);
    Path directory = Files.createDirectory(request.workDirectory().resolve("repository"));
    try {
      new Checkout(credentials)
          .into(directory, location.repository(), location.reference(), location.namesCommit());
    } catch (GitAPIException | JGitInternalException e) {
      throw explained(location, credentials, e);
    }
    return new ContextContent.Directory(below(directory, location));
  }

  private static IOException explained(
      GitLocation location, HostCredentials credentials, Exception e) throws ContextNotAvailable {
    Throwable innermost = e;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    // What is wrapped around it says "invalid remote" to everything.
    String message = String.valueOf(innermost.getMessage());
    String shown =
        message.contains(location.repository().toString())
            ? message
            : location.repository() + ": " + message;
    if (message.contains("not authorized") || message.contains("uthentication is required")) {
      throw new ContextNotAvailable(
          location.repository() + ": not authorized",
          credentials.isEmpty()
              ? "set GIT_TOKEN, or GIT_USERNAME and GIT_PASSWORD"
              : "see that the token is valid and may read this repository");
    }
    if (message.contains("not found") || message.contains("does not have")) {
      throw new ContextNotAvailable(
          shown, "see that the repository and what is behind # are there");
    }
    return new IOException(shown, e);
  }

  /** A directory of the repository, and none that a link in it leads to elsewhere. */
  private static Path below(Path root, GitLocation location)
      throws IOException, ContextNotAvailable {
    Path directory = root.resolve(location.directory().replaceFirst("^/+", ""));
    if (Files.isDirectory(directory) && directory.toRealPath().startsWith(root.toRealPath())) {
      return directory.toRealPath();
    }
    throw new ContextNotAvailable(
        location.repository() + " has no directory " + location.directory(),
        "the directory behind the colon is read from the root of the repository");
  }
}
