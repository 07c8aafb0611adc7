package dev.kaniko.ports.context;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * What a {@link ContextSource} is asked for.
 *
 * @param location as given by the user, who may have put a password or a token into it
 * @param environment the variables of the executor's environment
 * @param standardInput the executor's, for a source that reads it; not closed by the source
 * @param workDirectory an empty directory for the source to use; removed after the build
 * @param progress is told how many bytes have come, all in all, as often as the source likes; by
 *     whichever thread reads
 */
public record ContextRequest(
    String location,
    Map<String, String> environment,
    InputStream standardInput,
    Path workDirectory,
    LongConsumer progress) {
  private static final Pattern USER = Pattern.compile("^([^/?#]*:)?//[^/?#]*@");
  private static final Pattern QUERY = Pattern.compile("\\?[^#]*");

  public ContextRequest {
    environment = Map.copyOf(environment);
  }

  /**
   * The location without what may be secret in it, for messages: the user and the password before
   * the host, and the values of a query, which a presigned location carries its signature in.
   */
  public String shownLocation() {
    return shown(location);
  }

  /** As {@link #shownLocation()}, for any location. */
  public static String shown(String location) {
    if (!location.contains("//")) {
      return location;
    }
    String withoutUser = USER.matcher(location).replaceFirst("$1//");
    return QUERY.matcher(withoutUser).replaceFirst("?…");
  }

  /** Without the environment, which may hold secrets. */
  @Override
  public String toString() {
    return "context request for " + shownLocation();
  }
}
