package dev.kaniko.plugins.git;

import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/**
 * User and password for the one server that the user has named, and for no other that a redirect or
 * a submodule leads to.
 */
final class HostCredentials extends CredentialsProvider {
  private final URIish server;
  private final String user;
  private final String password;

  private HostCredentials(URIish server, String user, String password) {
    this.server = server;
    this.user = user;
    this.password = password;
  }

  /**
   * Those in the location, else GIT_TOKEN, which stands for the user, else GIT_USERNAME. The
   * environment's are not for plain HTTP, unless GIT_PULL_METHOD says that it shall be that.
   */
  static HostCredentials of(GitLocation location, Map<String, String> environment) {
    if (!location.user().isEmpty()) {
      return new HostCredentials(location.repository(), location.user(), location.password());
    }
    if (GitLocation.isSsh(location.repository())) {
      return new HostCredentials(location.repository(), "", "");
    }
    if (location.repository().getScheme().equals("http")
        && !environment.getOrDefault("GIT_PULL_METHOD", "").equals("http")) {
      return new HostCredentials(location.repository(), "", "");
    }
    String token = environment.getOrDefault("GIT_TOKEN", "");
    return token.isEmpty()
        ? new HostCredentials(
            location.repository(),
            environment.getOrDefault("GIT_USERNAME", ""),
            environment.getOrDefault("GIT_PASSWORD", ""))
        : new HostCredentials(location.repository(), token, "");
  }

  boolean isEmpty() {
    return user.isEmpty();
  }

  boolean isFor(URIish uri) {
    return !isEmpty()
        && uri.getPort() == server.getPort()
        && Objects.equals(uri.getScheme(), server.getScheme())
        && server.getHost().equalsIgnoreCase(uri.getHost());
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public boolean supports(CredentialItem... items) {
    for (CredentialItem item : items) {
      if (!(item instanceof CredentialItem.Username)
          && !(item instanceof CredentialItem.Password)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean get(URIish uri, CredentialItem... items) {
    if (!isFor(uri) || !supports(items)) {
      return false;
    }
    for (CredentialItem item : items) {
      if (item instanceof CredentialItem.Username name) {
        name.setValue(user);
      } else if (item instanceof CredentialItem.Password secret) {
        secret.setValue(password.toCharArray());
      }
    }
    return true;
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return "credentials for " + server.getHost();
  }
}
