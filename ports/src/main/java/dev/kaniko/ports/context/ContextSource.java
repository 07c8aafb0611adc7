package dev.kaniko.ports.context;

import java.io.IOException;
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
}
