package dev.kaniko.adapters.rootfs.mount;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileHandle;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A socket whose connections lead to another one, an SSH agent's: the command's user may open this
 * one, whoever owns the other. Closing it ends all connections; whoever gave the place removes it.
 */
final class RelayedSocket implements Closeable {
  /** What the kernel takes as the name of a socket, its closing zero left out. */
  private static final int LONGEST_NAME = 107;

  private final ServerSocketChannel server;
  private final Path leadsTo;
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private final Thread accepting = Thread.ofVirtual().name("agent").unstarted(this::accept);

  private RelayedSocket(ServerSocketChannel server, Path leadsTo) {
    this.server = server;
    this.leadsTo = leadsTo;
  }

  static RelayedSocket open(Path place, Path leadsTo, FileMetadata metadata) throws IOException {
    if (place.toString().length() > LONGEST_NAME) {
      throw new EnvironmentFailure(
          place + " is too long for the name of a socket",
          "let the work directory (--kaniko-dir) or the target of the mount have a shorter path");
    }
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(place));
    give(place, metadata);
    RelayedSocket socket = new RelayedSocket(server, leadsTo);
    socket.accepting.start();
    return socket;
  }

  private static void give(Path place, FileMetadata metadata) throws IOException {
    String name = place.getFileName().toString();
    try (DirectoryHandle directory = DirectoryHandle.open(place.getParent());
        FileHandle socket = directory.entry(name).orElseThrow()) {
      socket.setOwner(metadata.uid(), metadata.gid());
      socket.setMode(metadata.mode());
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        connections.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // This socket was closed; where it broke, the command's next connection is refused.
      return;
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        SocketChannel agent = SocketChannel.open(UnixDomainSocketAddress.of(leadsTo))) {
      connections.add(agent);
      if (!server.isOpen()) {
        return;
      }
      Thread answers = Thread.ofVirtual().start(() -> pump(agent, client));
      pump(client, agent);
      answers.join();
    } catch (IOException e) {
      // The command hears of it: its connection is closed.
      connections.remove(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.remove(client);
  }

  private static void pump(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (ClosedChannelException e) {
      // The other direction has ended the connection.
      return;
    } catch (IOException e) {
      close(to);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is left to be done with it.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    // The kernel's socket is closed by whoever waits at it, and that may be a moment later.
    try {
      accepting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.forEach(RelayedSocket::close);
  }
}
