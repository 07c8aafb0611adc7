package dev.kaniko.plugins.git;

import dev.kaniko.ports.context.ContextNotAvailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.submodule.SubmoduleWalk;
import org.eclipse.jgit.transport.URIish;

/** Puts the files of one commit into a directory, those of submodules included. */
final class Checkout {
  private static final int DEEPEST = 10;

  /** Of Git's own files: what tells of this machine, or is of no use once the files are there. */
  private static final String[] TRACES = {"logs", "FETCH_HEAD", "ORIG_HEAD", "hooks", "branches"};

  private final Access access;

  Checkout(Access access) {
    this.access = access;
  }

  /**
   * @param directory empty, and not below a link that the repository made
   */
  void into(Path directory, URIish repository, Selection selection)
      throws IOException, GitAPIException, ContextNotAvailable {
    into(directory, repository, selection, 0);
  }

  private void into(Path directory, URIish repository, Selection selection, int depth)
      throws IOException, GitAPIException, ContextNotAvailable {
    if (depth > DEEPEST) {
      throw new ContextNotAvailable(repository + ": submodules are nested too deeply");
    }
    try (Git git = Git.init().setDirectory(directory.toFile()).call()) {
      prepare(git.getRepository().getConfig());
      ObjectId commit = new Server(git, repository, access).fetch(selection);
      git.checkout().setName(commit.name()).call();
      new CheckedOutFiles(directory).settle(git.getRepository(), time(git, selection, commit));
      if (selection.submodules()) {
        submodules(git.getRepository(), directory, repository, selection, depth);
      }
      if (selection.keepsGitDirectory()) {
        keep(git.getRepository(), repository);
      }
    }
    if (!selection.keepsGitDirectory()) {
      remove(directory.resolve(".git"));
    }
  }

  /** Nobody tidies up what is removed in a moment. */
  private static void prepare(Config config) {
    config.setInt("gc", null, "auto", 0);
    config.setInt("gc", null, "autoPackLimit", 0);
    config.setBoolean("gc", null, "autoDetach", false);
  }

  private static Optional<Instant> time(Git git, Selection selection, ObjectId commit)
      throws IOException {
    if (!selection.commitTimes()) {
      return Optional.empty();
    }
    try (RevWalk walk = new RevWalk(git.getRepository())) {
      return Optional.of(Instant.ofEpochSecond(walk.parseCommit(commit).getCommitTime()));
    }
  }

  private void submodules(
      Repository in, Path directory, URIish parent, Selection selection, int depth)
      throws IOException, GitAPIException, ContextNotAvailable {
    try (SubmoduleWalk walk = SubmoduleWalk.forIndex(in)) {
      while (walk.next()) {
        URIish from = Submodules.location(parent, walk.getPath(), walk.getModulesUrl());
        Path place = directory.resolve(walk.getPath());
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)
            || !place.toRealPath().startsWith(directory.toRealPath())) {
          throw new ContextNotAvailable(
              parent + ": the submodule " + walk.getPath() + " is no directory of the repository");
        }
        into(place, from, selection.ofSubmodule(walk.getObjectId().name()), depth + 1);
      }
    } catch (ConfigInvalidException e) {
      throw new ContextNotAvailable(parent + ": its .gitmodules cannot be read");
    }
  }

  /** Leaves a repository that git can work with, in which there is no credential. */
  private static void keep(Repository repository, URIish from) throws IOException {
    StoredConfig config = repository.getConfig();
    config.clear();
    config.setInt("core", null, "repositoryformatversion", 0);
    config.setBoolean("core", null, "filemode", true);
    config.setBoolean("core", null, "bare", false);
    config.setString("remote", "origin", "url", from.toString());
    config.setString("remote", "origin", "fetch", "+refs/heads/*:refs/remotes/origin/*");
    config.save();
    for (var ref : repository.getRefDatabase().getRefsByPrefix("refs/kaniko/")) {
      var update = repository.updateRef(ref.getName());
      update.setForceUpdate(true);
      update.delete();
    }
    for (String name : TRACES) {
      Path trace = repository.getDirectory().toPath().resolve(name);
      if (Files.exists(trace, LinkOption.NOFOLLOW_LINKS)) {
        remove(trace);
      }
    }
  }

  private static void remove(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
