package dev.kaniko.e2e.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes connections on to a server of this machine, and resets them when it is told to. */
final class Relay implements AutoCloseable {
  private final ServerSocket listening;
  private final int behind;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

  /**
   * @param server host and port; the host is this machine
   */
  Relay(String server) throws IOException {
    this(server, InetAddress.getLoopbackAddress(), 0);
  }

  /** At an address of this machine, and at a port; 0 is any that is free. */
  Relay(String server, InetAddress address, int port) throws IOException {
    this.behind = Integer.parseInt(server.substring(server.indexOf(':') + 1));
    this.listening = new ServerSocket(port, 50, address);
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "localhost:" + listening.getLocalPort();
  }

  /** All connections, with a segment RST: socket(7), SO_LINGER of no time. */
  void resetAll() {
    clients.forEach(Relay::reset);
  }

  private static void reset(Socket client) {
    try (client) {
      client.setSoLinger(true, 0);
    } catch (IOException e) {
      // Its other side has closed it just now.
      return;
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        clients.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed: nobody connects any more.
      return;
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      Thread.ofVirtual().start(() -> ask(client, server));
      server.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // One side has closed the connection, and so does this.
      return;
    } finally {
      clients.remove(client);
    }
  }

  private static void ask(Socket client, Socket server) {
    try {
      client.getInputStream().transferTo(server.getOutputStream());
      server.shutdownOutput();
    } catch (IOException e) {
      // The answer has ended, and with it the connection.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    resetAll();
  }
}
