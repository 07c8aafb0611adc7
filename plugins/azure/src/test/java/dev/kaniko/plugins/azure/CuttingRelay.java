package dev.kaniko.plugins.azure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a server on the loopback, and cuts the first answers short. */
final class CuttingRelay implements AutoCloseable {
  private final ServerSocket listening;
  private final int target;
  private final int bytes;
  private final AtomicInteger cuts;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * @param bytes that are let through of an answer that is cut
   * @param cuts how many are
   */
  CuttingRelay(int target, int bytes, int cuts) throws IOException {
    this.target = target;
    this.bytes = bytes;
    this.cuts = new AtomicInteger(cuts);
    this.listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        connections.incrementAndGet();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        int most = cuts.getAndDecrement() > 0 ? bytes : Integer.MAX_VALUE;
        Thread.ofVirtual().start(() -> copy(client, server, Integer.MAX_VALUE));
        Thread.ofVirtual().start(() -> copy(server, client, most));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void copy(Socket from, Socket to, int most) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int left = most;
      for (int read = in.read(buffer); read >= 0 && left > 0; read = in.read(buffer)) {
        out.write(buffer, 0, Math.min(read, left));
        left -= Math.min(read, left);
      }
    } catch (IOException e) {
      // The other direction has closed both.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
