package dev.kaniko.plugins.git.ssh;

import dev.kaniko.ports.context.ContextNotAvailable;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.agent.ConnectorFactory;

/**
 * Connections to ssh servers. Keys are those of the agent at SSH_AUTH_SOCK, then those in {@code
 * .ssh} of HOME; a server has to be in {@code known_hosts}. {@code .ssh/config} and GIT_SSH_COMMAND
 * may say otherwise.
 */
public final class SshSessions extends SshdSessionFactory {
  private final SshCommand command;
  private final String agent;
  private Optional<String> refusedServer = Optional.empty();

  /**
   * @throws ContextNotAvailable when GIT_SSH_COMMAND asks for what cannot be done here
   */
  public SshSessions(Map<String, String> environment) throws ContextNotAvailable {
    super(null, null);
    this.command = SshCommand.parse(environment.getOrDefault("GIT_SSH_COMMAND", ""));
    this.agent = environment.getOrDefault("SSH_AUTH_SOCK", "");
    File home = Path.of(environment.getOrDefault("HOME", "/")).toFile();
    setHomeDirectory(home);
    setSshDirectory(new File(home, ".ssh"));
  }

  /**
   * @throws ContextNotAvailable when {@code .ssh/config} wants the server to be reached in a way
   *     that would not be obeyed
   */
  public void requireReachable(URIish repository) throws ContextNotAvailable {
    String proxy =
        createSshConfigStore(getHomeDirectory(), getSshConfig(getSshDirectory()), "")
            .lookup(repository.getHost(), repository.getPort(), repository.getUser())
            .getValue("ProxyCommand");
    if (proxy != null && !proxy.equals("none")) {
      throw new ContextNotAvailable(
          repository + ": .ssh/config has a ProxyCommand for it, and no program is run here",
          "use ProxyJump, or ProxyCommand none");
    }
  }

  /** The key by which a server was not known, for a message; empty when there was none such. */
  public Optional<String> refusedServer() {
    return refusedServer;
  }

  @Override
  protected SshConfigStore createSshConfigStore(File home, File file, String user) {
    boolean isThere = file != null && file.isFile();
    return HostOptions.store(
        command, isThere ? super.createSshConfigStore(home, file, user) : null);
  }

  @Override
  protected ConnectorFactory getConnectorFactory() {
    return new AgentSocket(agent);
  }

  @Override
  protected ServerKeyDatabase createServerKeyDatabase(File home, File directory) {
    ServerKeyDatabase files = super.createServerKeyDatabase(home, directory);
    return new ServerKeyDatabase() {
      @Override
      public List<PublicKey> lookup(
          String host, InetSocketAddress address, Configuration configuration) {
        return files.lookup(host, address, configuration);
      }

      @Override
      public boolean accept(
          String host,
          InetSocketAddress address,
          PublicKey key,
          Configuration configuration,
          CredentialsProvider nobody) {
        // Nobody is there to be asked, and what nobody has said is no.
        boolean known = files.accept(host, address, key, configuration, null);
        if (!known) {
          refusedServer =
              Optional.of(
                  "its key "
                      + KeyUtils.getFingerPrint(key)
                      + " is not the one of "
                      + host
                      + " in known_hosts; what it shows is "
                      + PublicKeyEntry.toString(key));
        }
        return known;
      }
    };
  }
}
