package dev.kaniko.plugins.git.ssh;

import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.transport.sshd.agent.AbstractConnector;
import org.eclipse.jgit.transport.sshd.agent.Connector;
import org.eclipse.jgit.transport.sshd.agent.ConnectorFactory;

/** Speaks with an ssh agent through its socket, with the JDK alone. */
final class AgentSocket implements ConnectorFactory {
  private static final String NAME = "unix";
  private static final String VARIABLE = "SSH_AUTH_SOCK";

  private final String usual;

  /**
   * @param usual path of the socket where nothing else is configured; empty for none
   */
  AgentSocket(String usual) {
    this.usual = usual;
  }

  @Override
  public Connector create(String identityAgent, File home) {
    boolean isUsual =
        identityAgent == null || identityAgent.isEmpty() || identityAgent.equals(VARIABLE);
    String path = isUsual ? usual : identityAgent;
    return path.isEmpty() ? null : new Connection(path);
  }

  @Override
  public boolean isSupported() {
    return true;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public Collection<ConnectorDescriptor> getSupportedConnectors() {
    return List.of(getDefaultConnector());
  }

  @Override
  public ConnectorDescriptor getDefaultConnector() {
    return new ConnectorDescriptor() {
      @Override
      public String getIdentityAgent() {
        return VARIABLE;
      }

      @Override
      public String getDisplayName() {
        return NAME;
      }
    };
  }

  /** One conversation: draft-ietf-sshm-ssh-agent, a length and a message each way. */
  private static final class Connection extends AbstractConnector {
    private static final int LENGTH = 4;

    private final String path;
    private SocketChannel channel;

    Connection(String path) {
      this.path = path;
    }

    @Override
    public boolean connect() throws IOException {
      if (channel == null) {
        SocketChannel opened = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
          opened.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
          opened.close();
          throw new IOException("the ssh agent at " + path + " does not answer", e);
        }
        channel = opened;
      }
      return true;
    }

    @Override
    public byte[] rpc(byte command, byte[] message) throws IOException {
      prepareMessage(command, message);
      ByteBuffer request = ByteBuffer.wrap(message);
      while (request.hasRemaining()) {
        channel.write(request);
      }
      return read(toLength(command, read(LENGTH)));
    }

    private byte[] read(int length) throws IOException {
      ByteBuffer answer = ByteBuffer.allocate(length);
      while (answer.hasRemaining()) {
        if (channel.read(answer) < 0) {
          throw new IOException("the ssh agent at " + path + " has hung up");
        }
      }
      return answer.array();
    }

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
        channel = null;
      }
    }
  }
}
