package dev.kaniko.application.cache;

import dev.kaniko.ports.context.RemoteFiles;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Fetches each file once in a build, which looks at it before it is added, and then adds it. */
public final class OnceFetched implements RemoteFiles {
  private final RemoteFiles files;
  private final Map<URI, RemoteFile> fetched = new HashMap<>();

  public OnceFetched(RemoteFiles files) {
    this.files = files;
  }

  @Override
  public synchronized RemoteFile fetch(URI location, long largest) {
    RemoteFile known = fetched.get(location);
    if (known == null) {
      known = files.fetch(location, largest);
      fetched.put(location, known);
    }
    return known;
  }
}
