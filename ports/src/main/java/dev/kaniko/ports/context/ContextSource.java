package dev.kaniko.ports.context;

import java.io.IOException;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Extension point: a place that build contexts can be fetched from, told by the form of its
 * location ({@code gs://…}). The rules for all extensions are those of {@link
 * dev.kaniko.ports.spi}.
 *
 * <p>One instance serves one build. Methods are called by one thread at a time.
 */
public interface ContextSource extends ExtensionPoint {

  /**
   * True when {@code location}, as given to {@code --context}, is for this source to fetch; false
   * leaves it to others. Looks at the text alone, and may be called any number of times. A location
   * of a right kind with a mistake in it is served, and {@link #fetch} explains the mistake.
   */
  boolean serves(String location);

  /**
   * Fetches the context; called once, with a location that is served. What can be repeated (a
   * connection that breaks in the middle) the source repeats itself; nothing is called again.
   *
   * @return a directory, or an archive that the builder reads, checks, unpacks and closes; never
   *     null
   * @throws ContextNotAvailable when the user has to change something: no such object, no right to
   *     read it, a malformed location
   * @throws IOException for everything else, such as a server that does not answer
   */
  ContextContent fetch(ContextRequest request) throws IOException, ContextNotAvailable;

  /**
   * What is at the location now, in a word that changes whenever the files there do, such as a
   * commit: what was built of it before need not be built again. Asked before {@link #fetch}, with
   * a work directory that is not kept, for locations that instructions name. The next {@code fetch}
   * is then asked for {@code LOCATION?checksum=WORD}, if that is a location with a query.
   *
   * @return empty when only fetching would tell
   * @since 1.1
   */
  default Optional<String> revision(ContextRequest request)
      throws IOException, ContextNotAvailable {
    return Optional.empty();
  }
}
