package dev.kaniko.plugins.git;

import dev.kaniko.ports.context.ContextNotAvailable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.submodule.SubmoduleWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.URIish;

/**
 * Puts the files of one commit into a directory, those of submodules included and Git's own left
 * out. Of the history, only that commit is fetched where the server allows it.
 */
final class Checkout {
  private static final String FETCHED = "refs/kaniko/context";
  private static final int SECONDS_OF_SILENCE = 60;
  private static final int DEEPEST = 10;

  private final HostCredentials credentials;

  Checkout(HostCredentials credentials) {
    this.credentials = credentials;
  }

  /**
   * @param reference as {@link GitLocation#reference}
   * @param directory empty, and not below a link that the repository made
   */
  void into(Path directory, URIish repository, String reference, boolean isCommit)
      throws IOException, GitAPIException, ContextNotAvailable {
    into(directory, repository, reference, isCommit, 0);
  }

  private void into(
      Path directory, URIish repository, String reference, boolean isCommit, int depth)
      throws IOException, GitAPIException, ContextNotAvailable {
    if (depth > DEEPEST) {
      throw new ContextNotAvailable(repository + ": submodules are nested too deeply");
    }
    try (Git git = Git.init().setDirectory(directory.toFile()).call()) {
      configure(git.getRepository().getConfig(), repository);
      ObjectId commit =
          isCommit
              ? fetchCommit(git, repository, reference)
              : fetch(git, repository, fullName(git, repository, reference));
      git.checkout().setName(commit.name()).call();
      submodules(git.getRepository(), directory, repository, depth);
    }
    remove(directory.resolve(".git"));
  }

  private void configure(Config config, URIish repository) {
    // Nobody tidies up what is removed in a moment.
    config.setInt("gc", null, "auto", 0);
    config.setInt("gc", null, "autoPackLimit", 0);
    if (credentials.isFor(repository)) {
      // JGit takes them along to wherever a server sends it.
      config.setString("http", null, "followRedirects", "false");
    }
  }

  /** As git does it, a tag goes before a branch of the same name. */
  private String fullName(Git git, URIish repository, String reference)
      throws GitAPIException, ContextNotAvailable {
    if (reference.isEmpty() || reference.equals("HEAD") || reference.startsWith("refs/")) {
      return reference.isEmpty() ? "HEAD" : reference;
    }
    Map<String, Ref> refs =
        git.lsRemote()
            .setRemote(repository.toString())
            .setCredentialsProvider(credentials)
            .setTimeout(SECONDS_OF_SILENCE)
            .setHeads(true)
            .setTags(true)
            .callAsMap();
    for (String kind : new String[] {"refs/tags/", "refs/heads/"}) {
      if (refs.containsKey(kind + reference)) {
        return kind + reference;
      }
    }
    throw new ContextNotAvailable(
        repository + " has neither a branch nor a tag " + reference,
        "name one that is there, or a commit with all its 40 digits");
  }

  private ObjectId fetch(Git git, URIish repository, String name)
      throws IOException, GitAPIException, ContextNotAvailable {
    fetch(git, repository, 1, "+" + name + ":" + FETCHED);
    return Optional.ofNullable(git.getRepository().resolve(FETCHED + "^{commit}"))
        .orElseThrow(() -> new ContextNotAvailable(repository + ": " + name + " is no commit"));
  }

  /** Servers need not give a commit that no branch ends at: then all is fetched. */
  private ObjectId fetchCommit(Git git, URIish repository, String commit)
      throws IOException, GitAPIException, ContextNotAvailable {
    ObjectId id = ObjectId.fromString(commit);
    try {
      fetch(git, repository, 1, "+" + commit + ":" + FETCHED);
    } catch (TransportException refused) {
      fetch(git, repository, 0, "+refs/heads/*:refs/kaniko/heads/*", "+refs/tags/*:refs/tags/*");
    }
    if (!git.getRepository().getObjectDatabase().has(id)) {
      throw new ContextNotAvailable(repository + " has no commit " + commit);
    }
    return id;
  }

  private void fetch(Git git, URIish repository, int depth, String... names)
      throws GitAPIException {
    var command =
        git.fetch()
            .setRemote(repository.toString())
            .setCredentialsProvider(credentials)
            .setTimeout(SECONDS_OF_SILENCE)
            .setTagOpt(TagOpt.NO_TAGS)
            .setRefSpecs(Stream.of(names).map(RefSpec::new).toList());
    if (depth > 0) {
      command.setDepth(depth);
    }
    command.call();
  }

  private void submodules(Repository in, Path directory, URIish parent, int depth)
      throws IOException, GitAPIException, ContextNotAvailable {
    try (SubmoduleWalk walk = SubmoduleWalk.forIndex(in)) {
      while (walk.next()) {
        URIish from = submodule(parent, walk.getPath(), walk.getModulesUrl());
        Path place = directory.resolve(walk.getPath());
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)
            || !place.toRealPath().startsWith(directory.toRealPath())) {
          throw new ContextNotAvailable(
              parent + ": the submodule " + walk.getPath() + " is no directory of the repository");
        }
        into(place, from, walk.getObjectId().name(), true, depth + 1);
      }
    } catch (ConfigInvalidException e) {
      throw new ContextNotAvailable(parent + ": its .gitmodules cannot be read");
    }
  }

  /** Only from servers: a repository has no business with this machine's files. */
  private static URIish submodule(URIish parent, String path, String url)
      throws ContextNotAvailable {
    String message = parent + ": the submodule " + path;
    if (url == null) {
      throw new ContextNotAvailable(message + " has no url in .gitmodules");
    }
    try {
      boolean relative = url.startsWith("./") || url.startsWith("../");
      URIish resolved = relative ? relative(parent, url) : new URIish(url);
      URIish from = resolved.setUser(null).setPass(null);
      if (from.getHost() != null
          && ("https".equals(from.getScheme())
              || ("http".equals(from.getScheme()) && "http".equals(parent.getScheme())))) {
        return from;
      }
    } catch (URISyntaxException e) {
      throw new ContextNotAvailable(message + " has a url that is none");
    }
    throw new ContextNotAvailable(
        message + " is to come from a place that is not allowed: only https is",
        "give it an https url in .gitmodules");
  }

  private static URIish relative(URIish parent, String url) throws URISyntaxException {
    String base = parent.toString().replaceFirst("/+$", "");
    String rest = url;
    while (rest.startsWith("./") || rest.startsWith("../")) {
      boolean up = rest.startsWith("../");
      rest = rest.substring(up ? 3 : 2);
      if (up && base.lastIndexOf('/') < base.indexOf("://") + 3) {
        throw new URISyntaxException(url, "leads above the server");
      }
      if (up) {
        base = base.substring(0, base.lastIndexOf('/'));
      }
    }
    URIish result = new URIish(base + "/" + rest);
    if (!parent.getHost().equals(result.getHost())) {
      throw new URISyntaxException(url, "leads above the server");
    }
    return result;
  }

  private static void remove(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
