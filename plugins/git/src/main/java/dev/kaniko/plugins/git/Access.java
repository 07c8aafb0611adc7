package dev.kaniko.plugins.git;

import dev.kaniko.plugins.git.ssh.SshSessions;
import dev.kaniko.ports.context.ContextNotAvailable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/** How the servers of one location are spoken to. Closing it ends its connections. */
final class Access implements AutoCloseable {
  private static final int SECONDS_OF_SILENCE = 60;
  private static final Set<String> NO = Set.of("", "0", "false", "no", "off");

  private final HostCredentials credentials;
  private final Map<String, String> environment;
  private Optional<SshSessions> ssh = Optional.empty();

  Access(GitLocation location, Map<String, String> environment) {
    this.credentials = HostCredentials.of(location, environment);
    this.environment = Map.copyOf(environment);
  }

  HostCredentials credentials() {
    return credentials;
  }

  /** What an ssh server has shown that is not known; empty when there was none such. */
  Optional<String> refusedServer() {
    return ssh.flatMap(SshSessions::refusedServer);
  }

  /** Makes ready for connections to {@code repository}. */
  void configure(Config config, URIish repository) throws ContextNotAvailable {
    if (GitLocation.isSsh(repository)) {
      if (ssh.isEmpty()) {
        ssh = Optional.of(new SshSessions(environment));
      }
      ssh.get().requireReachable(repository);
    }
    if (credentials.isFor(repository)) {
      // JGit takes them along to wherever a server sends it.
      config.setString("http", null, "followRedirects", "false");
    }
    if (!NO.contains(environment.getOrDefault("GIT_SSL_NO_VERIFY", ""))) {
      config.setString("http", null, "sslVerify", "false");
    }
  }

  void configure(Transport transport) {
    transport.setTimeout(SECONDS_OF_SILENCE);
    transport.setCredentialsProvider(credentials);
    if (transport instanceof SshTransport secure) {
      secure.setSshSessionFactory(ssh.orElseThrow());
    }
  }

  @Override
  public void close() {
    ssh.ifPresent(SshSessions::close);
  }
}
