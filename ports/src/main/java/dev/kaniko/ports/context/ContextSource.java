package dev.kaniko.ports.context;

import java.io.IOException;
import org.pf4j.ExtensionPoint;

/**
 * Extension point: a place that build contexts can be fetched from, told by the form of its
 * location ({@code gs://…}).
 *
 * <p>One instance serves one build. Methods are called by one thread at a time. Only types of the
 * JDK and of this package are in its signatures, so that a plugin needs nothing but this jar.
 */
public interface ContextSource extends ExtensionPoint {

  /** True when {@code location}, as given to {@code --context}, is for this source to fetch. */
  boolean serves(String location);

  /**
   * Fetches the context.
   *
   * @throws ContextNotAvailable when the user has to change something: no such object, no right to
   *     read it, a malformed location
   * @throws IOException for everything else, such as a connection that broke
   */
  ContextContent fetch(ContextRequest request) throws IOException, ContextNotAvailable;
}
