package dev.kaniko.plugins.git;

import dev.kaniko.ports.context.ContextNotAvailable;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.transport.URIish;

/** Where submodules come from: from servers alone, since no repository has business with files. */
final class Submodules {
  private Submodules() {}

  /**
   * @param parent the repository that has the submodule
   * @param path of the submodule in it
   * @param url of {@code .gitmodules}; null when it is not there
   * @throws ContextNotAvailable when it is none that may be asked
   */
  static URIish location(URIish parent, String path, String url) throws ContextNotAvailable {
    String message = parent + ": the submodule " + path;
    if (url == null) {
      throw new ContextNotAvailable(message + " has no url in .gitmodules");
    }
    try {
      boolean relative = url.startsWith("./") || url.startsWith("../");
      URIish from = relative ? relative(parent, url) : absolute(url);
      if (from.getHost() != null
          && !from.getHost().startsWith("-")
          && allowed(parent).contains(scheme(from))) {
        return from;
      }
    } catch (URISyntaxException e) {
      throw new ContextNotAvailable(message + " has a url that is none");
    }
    throw new ContextNotAvailable(
        message
            + " is to come from a place that is not allowed: there is "
            + String.join(" and ", allowed(parent)),
        "give it such a url in .gitmodules");
  }

  /** Without what stands in it as a password: it is the repository's, and not the user's. */
  private static URIish absolute(String url) throws URISyntaxException {
    URIish from = new URIish(url);
    if (from.getScheme() == null && !GitLocation.isOne(url)) {
      throw new URISyntaxException(url, "is neither USER@HOST:PATH nor has it a scheme");
    }
    return GitLocation.isSsh(from) ? from.setPass(null) : from.setUser(null).setPass(null);
  }

  /** Who has come by ssh has shown that there are keys for it; who has not has none to lose. */
  private static Set<String> allowed(URIish parent) {
    return switch (scheme(parent)) {
      case "ssh" -> Set.of("https", "ssh");
      case "http" -> Set.of("http", "https");
      default -> Set.of("https");
    };
  }

  private static String scheme(URIish uri) {
    return GitLocation.isSsh(uri) ? "ssh" : uri.getScheme().toLowerCase(Locale.ROOT);
  }

  private static URIish relative(URIish parent, String url) throws URISyntaxException {
    String base = parent.getPath().replaceFirst("/+$", "");
    String rest = url;
    while (rest.startsWith("./") || rest.startsWith("../")) {
      boolean up = rest.startsWith("../");
      rest = rest.substring(up ? 3 : 2);
      if (up) {
        if (base.isEmpty()) {
          throw new URISyntaxException(url, "leads above the server");
        }
        base = base.substring(0, Math.max(0, base.lastIndexOf('/')));
      }
    }
    boolean isScp = parent.getScheme() == null;
    return parent.setPath(isScp && base.isEmpty() ? rest : base + "/" + rest);
  }
}
