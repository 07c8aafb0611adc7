package dev.kaniko.plugins.git;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.ContextSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.eclipse.jgit.util.SystemReader;
import org.pf4j.Extension;

/** A Git repository on a server, over HTTPS or ssh. */
@Extension
public final class GitContextSource implements ContextSource {
  private static final int UMASK = 022;

  @Override
  public boolean serves(String location) {
    return GitLocation.isOne(location);
  }

  @Override
  public ContextContent fetch(ContextRequest request) throws IOException, ContextNotAvailable {
    GitLocation location = GitLocation.parse(request.location(), request.environment());
    prepareLibrary();
    Path directory = Files.createDirectory(request.workDirectory().resolve("repository"));
    try (Access access = new Access(location, request.environment())) {
      try {
        new Checkout(access).into(directory, location.repository(), location.selection());
      } catch (GitAPIException | JGitInternalException | TransportException e) {
        throw explained(location, access, e);
      }
    }
    return new ContextContent.Directory(below(directory, location));
  }

  /** The commit that the location leads to. */
  @Override
  public Optional<String> revision(ContextRequest request) throws IOException, ContextNotAvailable {
    GitLocation location = GitLocation.parse(request.location(), request.environment());
    if (location.selection().namesCommit()) {
      return Optional.of(location.selection().reference());
    }
    prepareLibrary();
    Path directory = Files.createDirectory(request.workDirectory().resolve("asking"));
    try (Access access = new Access(location, request.environment());
        Git local = Git.init().setDirectory(directory.toFile()).call()) {
      try {
        return Optional.of(
            new Server(local, location.repository(), access)
                .find(location.selection())
                .commit()
                .name());
      } catch (JGitInternalException | TransportException e) {
        throw explained(location, access, e);
      }
    } catch (GitAPIException e) {
      throw new IOException("cannot make a repository in " + directory, e);
    }
  }

  private static void prepareLibrary() {
    if (!(SystemReader.getInstance() instanceof NoConfiguration)) {
      SystemReader.setInstance(new NoConfiguration(SystemReader.getInstance()));
    }
    if (FS.DETECTED instanceof FS_POSIX files) {
      // Else a shell is run to find it out.
      files.setUmask(UMASK);
    }
  }

  private static IOException explained(GitLocation location, Access access, Exception e)
      throws ContextNotAvailable {
    Throwable innermost = e;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    // What is wrapped around it says "invalid remote" to everything.
    String message = String.valueOf(innermost.getMessage());
    String name = location.repository().toString();
    if (GitLocation.isSsh(location.repository())) {
      explainSsh(name, access, e);
    }
    if (message.contains("not authorized") || message.contains("uthentication is required")) {
      throw new ContextNotAvailable(
          name + ": not authorized",
          access.credentials().isEmpty()
              ? "set GIT_TOKEN, or GIT_USERNAME and GIT_PASSWORD"
              : "see that the token is valid and may read this repository");
    }
    String shown = message.contains(name) ? message : name + ": " + message;
    if (message.contains("not found") || message.contains("does not have")) {
      throw new ContextNotAvailable(
          shown, "see that the repository and what is behind # are there");
    }
    return new IOException(shown, e);
  }

  private static void explainSsh(String name, Access access, Exception e)
      throws ContextNotAvailable {
    if (access.refusedServer().isPresent()) {
      throw new ContextNotAvailable(
          name + ": the server is not known: " + access.refusedServer().get(),
          "if it is the right one, add its line (ssh-keyscan prints it) to .ssh/known_hosts in"
              + " HOME");
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains("Cannot log in") || message.contains("No more authentication")) {
        throw new ContextNotAvailable(
            name + ": the server takes none of the keys that were found",
            "give an agent that has the right one (--ssh default=SOCKET), or a key without a"
                + " passphrase in .ssh of HOME, or GIT_SSH_COMMAND=\"ssh -i KEY\"");
      }
    }
  }

  /** A directory of the repository, and none that a link in it leads to elsewhere. */
  private static Path below(Path root, GitLocation location)
      throws IOException, ContextNotAvailable {
    String wanted = location.selection().directory();
    Path directory = root.resolve(wanted.replaceFirst("^/+", ""));
    if (Files.isDirectory(directory) && directory.toRealPath().startsWith(root.toRealPath())) {
      return directory.toRealPath();
    }
    throw new ContextNotAvailable(
        location.repository() + " has no directory " + wanted,
        "the directory behind the colon is read from the root of the repository");
  }
}
