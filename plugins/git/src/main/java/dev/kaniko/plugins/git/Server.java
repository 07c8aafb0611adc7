package dev.kaniko.plugins.git;

import dev.kaniko.ports.context.ContextNotAvailable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/** One repository on a server: what its names stand for, and its commits. */
final class Server {
  /** Where a commit is kept that has been fetched. */
  static final String FETCHED = "refs/kaniko/context";

  private static final String TAGS = "refs/tags/";

  private final Git local;
  private final URIish repository;
  private final Access access;

  /**
   * @param local where to fetch to; its configuration is the one for this server
   */
  Server(Git local, URIish repository, Access access) throws ContextNotAvailable {
    this.local = local;
    this.repository = repository;
    this.access = access;
    access.configure(local.getRepository().getConfig(), repository);
  }

  /** What a reference stands for now: its full name, and the commit. */
  record Found(String name, ObjectId commit) {}

  /**
   * Asks without fetching.
   *
   * @throws ContextNotAvailable when there is no such name
   */
  Found find(Selection selection) throws IOException, ContextNotAvailable {
    if (selection.namesCommit()) {
      return new Found(selection.reference(), ObjectId.fromString(selection.reference()));
    }
    List<String> names = candidates(selection.reference());
    try (Transport transport = Transport.open(local.getRepository(), repository)) {
      access.configure(transport);
      List<RefSpec> specs = names.stream().map(RefSpec::new).toList();
      try (FetchConnection connection = transport.openFetch(specs)) {
        for (String name : names) {
          Ref ref = connection.getRef(name);
          if (ref != null) {
            ObjectId peeled = ref.getPeeledObjectId();
            return new Found(name, peeled == null ? ref.getObjectId() : peeled);
          }
        }
      }
    }
    throw missing(selection.reference());
  }

  private ContextNotAvailable missing(String reference) {
    if (reference.isEmpty() || isFull(reference)) {
      return new ContextNotAvailable(
          repository + " has no " + (reference.isEmpty() ? "HEAD" : reference),
          "name a branch or a tag that is there, or a commit with all its 40 digits");
    }
    return new ContextNotAvailable(
        repository + " has neither a branch nor a tag " + reference,
        "name one that is there, or a commit with all its 40 digits");
  }

  private static boolean isFull(String reference) {
    return reference.equals("HEAD") || reference.startsWith("refs/");
  }

  /** As git's checkout and BuildKit do it, a branch goes before a tag of the same name. */
  private static List<String> candidates(String reference) {
    if (reference.isEmpty()) {
      return List.of("HEAD");
    }
    return isFull(reference)
        ? List.of(reference)
        : List.of("refs/heads/" + reference, TAGS + reference, "refs/" + reference);
  }

  /**
   * Fetches the commit that is wanted, and of the history no more than the server makes necessary.
   *
   * @throws ContextNotAvailable when it is not there, or not the one that it has to be
   */
  ObjectId fetch(Selection selection) throws IOException, GitAPIException, ContextNotAvailable {
    if (selection.namesCommit()) {
      return fetchCommit(selection.reference());
    }
    String name = isFull(selection.reference()) ? selection.reference() : find(selection).name();
    fetch(1, "+" + name + ":" + FETCHED);
    Repository repository = local.getRepository();
    ObjectId commit =
        Optional.ofNullable(repository.resolve(FETCHED + "^{commit}"))
            .orElseThrow(
                () -> new ContextNotAvailable(this.repository + ": " + name + " is no commit"));
    ObjectId named = repository.resolve(FETCHED);
    if (!commit.name().startsWith(selection.commit())
        && !named.name().startsWith(selection.commit())) {
      throw new ContextNotAvailable(
          this.repository
              + ": expected the commit "
              + selection.commit()
              + ", but "
              + name
              + " is "
              + commit.name());
    }
    if (name.startsWith(TAGS)) {
      fetchedTag(name, named);
    }
    return commit;
  }

  /** A tag that was asked for stays one, for who keeps Git's own files. */
  private void fetchedTag(String name, ObjectId tag) throws IOException {
    var update = local.getRepository().updateRef(name);
    update.setNewObjectId(tag);
    update.forceUpdate();
  }

  /** Servers need not give a commit that no branch ends at: then all is fetched. */
  private ObjectId fetchCommit(String commit)
      throws IOException, GitAPIException, ContextNotAvailable {
    ObjectId id = ObjectId.fromString(commit);
    try {
      fetch(1, "+" + commit + ":" + FETCHED);
    } catch (TransportException refused) {
      fetch(0, "+refs/heads/*:refs/kaniko/heads/*", "+refs/tags/*:refs/kaniko/tags/*");
    }
    if (!local.getRepository().getObjectDatabase().has(id)) {
      throw new ContextNotAvailable(repository + " has no commit " + commit);
    }
    return id;
  }

  private void fetch(int depth, String... names) throws GitAPIException {
    var command =
        local
            .fetch()
            .setRemote(repository.toString())
            .setTransportConfigCallback(access::configure)
            .setTagOpt(TagOpt.NO_TAGS)
            .setRefSpecs(Stream.of(names).map(RefSpec::new).toList());
    if (depth > 0) {
      command.setDepth(depth);
    }
    command.call();
  }
}
