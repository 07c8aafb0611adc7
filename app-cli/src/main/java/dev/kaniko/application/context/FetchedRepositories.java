package dev.kaniko.application.context;

import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.RemoteTrees;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Repositories that instructions name, fetched through the sources of build contexts: each once in
 * a build, and of the commit that was found first.
 */
public final class FetchedRepositories implements RemoteTrees {
  private static final String CHECKSUM = "checksum";

  private final Function<String, ContextOpener> openers;
  private final Function<String, ContextRequest> requests;
  private final Map<String, Optional<String>> revisions = new HashMap<>();
  private final Map<String, FileTree> fetched = new HashMap<>();

  /**
   * @param openers gives what opens a location
   * @param requests gives a request for a location, with a work directory of its own
   */
  public FetchedRepositories(
      Function<String, ContextOpener> openers, Function<String, ContextRequest> requests) {
    this.openers = openers;
    this.requests = requests;
  }

  @Override
  public synchronized Optional<String> revision(RepositoryLocation location) {
    String text = location.toString();
    Optional<String> known = revisions.get(text);
    if (known == null) {
      known = openers.apply(text).revision(requests.apply(text));
      revisions.put(text, known);
    }
    return known;
  }

  @Override
  public synchronized FileTree fetch(RepositoryLocation location) {
    String text = location.toString();
    FileTree known = fetched.get(text);
    if (known == null) {
      String pinned = pinned(location).toString();
      known = openers.apply(pinned).open(requests.apply(pinned), "").files();
      fetched.put(text, known);
    }
    return known;
  }

  /** What was looked at when the build was planned is what is built. */
  private RepositoryLocation pinned(RepositoryLocation location) {
    Optional<String> revision = revisions.getOrDefault(location.toString(), Optional.empty());
    boolean isHeld = location.says(CHECKSUM) || location.says("commit");
    return revision.isEmpty() || isHeld ? location : location.with(CHECKSUM, revision.get());
  }
}
