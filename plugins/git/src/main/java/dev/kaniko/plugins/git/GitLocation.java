package dev.kaniko.plugins.git;

import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/**
 * A place in a repository: {@code git://[TOKEN@]HOST/PATH[#REF[:DIRECTORY]]}, which is fetched by
 * HTTPS, or an {@code https://….git} with the same fragment. kaniko's {@code #REF#COMMIT} is known,
 * too.
 *
 * @param repository to fetch from, without user and password
 * @param user before the host, empty if none; {@code password} likewise
 * @param reference a branch, a tag, a full name ({@code refs/…}) or a commit; empty for the usual
 *     one
 * @param directory of the repository that is the context; empty for all
 */
record GitLocation(
    URIish repository, String user, String password, String reference, String directory) {
  private static final String SCHEME = "git://";
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  static boolean isOne(String location) {
    String lower = location.toLowerCase(Locale.ROOT);
    String beforeFragment = lower.replaceFirst("#.*", "");
    boolean http = lower.startsWith("https://") || lower.startsWith("http://");
    return lower.startsWith(SCHEME) || (http && beforeFragment.endsWith(".git"));
  }

  static GitLocation parse(String location, Map<String, String> environment)
      throws ContextNotAvailable {
    String[] parts = location.split("#", 3);
    String reference = parts.length > 1 ? parts[1] : "";
    String directory = "";
    int colon = reference.indexOf(':');
    if (colon >= 0) {
      directory = reference.substring(colon + 1);
      reference = reference.substring(0, colon);
    }
    if (parts.length > 2) {
      reference = commit(parts[2], location);
    }
    try {
      URIish uri = new URIish(url(parts[0], environment));
      if (uri.getHost() == null) {
        throw new ContextNotAvailable(
            "the build context " + ContextRequest.shown(location) + " names no host",
            "write git://HOST/PATH.git#BRANCH");
      }
      return new GitLocation(
          uri.setUser(null).setPass(null),
          uri.getUser() == null ? "" : uri.getUser(),
          uri.getPass() == null ? "" : uri.getPass(),
          reference,
          directory);
    } catch (URISyntaxException e) {
      // Without the cause, whose message has the location, and maybe a password in it.
      throw new ContextNotAvailable(
          "the build context "
              + ContextRequest.shown(location)
              + " is no location of a repository");
    }
  }

  private static String commit(String text, String location) throws ContextNotAvailable {
    if (!COMMIT.matcher(text).matches()) {
      throw new ContextNotAvailable(
          "the build context " + ContextRequest.shown(location) + " names no commit behind the #",
          "a commit has 40 hexadecimal digits");
    }
    return text;
  }

  private static String url(String location, Map<String, String> environment)
      throws ContextNotAvailable {
    if (!location.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return location;
    }
    String method = environment.getOrDefault("GIT_PULL_METHOD", "");
    if (!method.isEmpty() && !method.equals("https") && !method.equals("http")) {
      throw new ContextNotAvailable("GIT_PULL_METHOD is neither https nor http: " + method);
    }
    return (method.equals("http") ? "http://" : "https://") + location.substring(SCHEME.length());
  }

  boolean namesCommit() {
    return COMMIT.matcher(reference).matches();
  }
}
