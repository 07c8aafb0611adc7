package dev.kaniko.ports.context;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * What a {@link ContextSource} is asked for.
 *
 * @param location as given by the user
 * @param environment the variables of the executor's environment
 * @param standardInput the executor's, for a source that reads it; not closed by the source
 * @param workDirectory an empty directory for the source to use; removed after the build
 * @param progress is told how many bytes have come, all in all, as often as the source likes
 */
public record ContextRequest(
    String location,
    Map<String, String> environment,
    InputStream standardInput,
    Path workDirectory,
    LongConsumer progress) {
  public ContextRequest {
    environment = Map.copyOf(environment);
  }

  /** Without the environment, which may hold secrets. */
  @Override
  public String toString() {
    return "context request for " + location;
  }
}
