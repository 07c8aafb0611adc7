package dev.kaniko.plugins.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes connections on to a server, and cuts the first one after so many bytes of its answer. */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final int behind;
  private final long cutAfter;
  private final AtomicInteger cuts = new AtomicInteger();

  CuttingProxy(int behind, long cutAfter) throws IOException {
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.behind = behind;
    this.cutAfter = cutAfter;
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  int cuts() {
    return cuts.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
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
      answer(server.getInputStream(), client.getOutputStream());
    } catch (IOException e) {
      // One side has closed the connection, and so does this.
      return;
    }
  }

  private static void ask(Socket client, Socket server) {
    try {
      client.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException e) {
      // The answer has ended, and with it the connection.
      return;
    }
  }

  private void answer(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[8192];
    long passed = 0;
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      to.write(buffer, 0, read);
      passed += read;
      if (passed >= cutAfter && cuts.compareAndSet(0, 1)) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
