package dev.kaniko.plugins.git;

import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/**
 * A place in a repository: {@code git://[TOKEN@]HOST/PATH}, which is fetched by HTTPS as in kaniko,
 * an {@code https://….git}, an {@code ssh://…}, or {@code USER@HOST:PATH}, which is ssh as well;
 * each with a {@link Selection} behind it.
 *
 * @param repository to fetch from, without a password, and for HTTP without a user
 * @param user before the host of an HTTP location, empty if none; {@code password} likewise
 */
record GitLocation(URIish repository, String user, String password, Selection selection) {
  private static final String SCHEME = "git://";
  private static final Pattern SCP =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*@[A-Za-z0-9][A-Za-z0-9.-]*:(?!//)[^#?].*");

  static boolean isOne(String location) {
    String lower = location.toLowerCase(Locale.ROOT);
    String beforeFragment = lower.replaceFirst("[?#].*", "");
    boolean http = lower.startsWith("https://") || lower.startsWith("http://");
    return lower.startsWith(SCHEME)
        || lower.startsWith("ssh://")
        || SCP.matcher(location).matches()
        || (http && beforeFragment.endsWith(".git"));
  }

  static GitLocation parse(String location, Map<String, String> environment)
      throws ContextNotAvailable {
    int hash = location.indexOf('#');
    String place = hash < 0 ? location : location.substring(0, hash);
    int question = place.indexOf('?');
    Selection selection;
    try {
      selection = Selection.ofFragment(hash < 0 ? "" : location.substring(hash + 1));
      if (question >= 0) {
        selection = selection.with(place.substring(question + 1));
        place = place.substring(0, question);
      }
    } catch (ContextNotAvailable e) {
      String message = shown(location) + ": " + e.getMessage();
      throw e.hint().isPresent()
          ? new ContextNotAvailable(message, e.hint().get())
          : new ContextNotAvailable(message);
    }
    return at(uri(place, location, environment), selection, location);
  }

  private static GitLocation at(URIish uri, Selection selection, String location)
      throws ContextNotAvailable {
    if (uri.getHost() == null) {
      throw new ContextNotAvailable(
          shown(location) + " names no host", "write git://HOST/PATH.git#BRANCH");
    }
    if (uri.getHost().startsWith("-") || String.valueOf(uri.getUser()).startsWith("-")) {
      throw new ContextNotAvailable(shown(location) + " has a host or a user that is an option");
    }
    if (isSsh(uri)) {
      if (uri.getPass() != null) {
        throw new ContextNotAvailable(
            shown(location) + " has a password, and with ssh there are keys",
            "leave it out; keys come from an agent (--ssh) or from .ssh in HOME");
      }
      return new GitLocation(uri, "", "", selection);
    }
    return new GitLocation(
        uri.setUser(null).setPass(null),
        uri.getUser() == null ? "" : uri.getUser(),
        uri.getPass() == null ? "" : uri.getPass(),
        selection);
  }

  static boolean isSsh(URIish uri) {
    return uri.getScheme() == null || uri.getScheme().equalsIgnoreCase("ssh");
  }

  private static URIish uri(String place, String location, Map<String, String> environment)
      throws ContextNotAvailable {
    try {
      return new URIish(url(place, environment));
    } catch (URISyntaxException e) {
      // Without the cause, whose message has the location, and maybe a password in it.
      throw new ContextNotAvailable(shown(location) + " is no location of a repository");
    }
  }

  private static String shown(String location) {
    return "the repository " + ContextRequest.shown(location);
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
}
