package dev.kaniko.adapters.registry.names;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on a free port of the loopback interface. */
final class NameServer implements AutoCloseable {
  private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final Map<String, String> records;
  private final List<String> questions = new CopyOnWriteArrayList<>();

  /**
   * @param records answers, as "192.0.2.1" or "fail", by question, as "A name."
   */
  NameServer(Map<String, String> records) throws SocketException {
    this.records = records;
    Thread.ofVirtual().name("name-server").start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** What was asked for, once each, in the order in which it came. */
  List<String> questions() {
    return questions.stream().distinct().toList();
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
        byte[] asked = Arrays.copyOf(packet.getData(), packet.getLength());
        byte[] answer = answer(new Message(asked)).toWire();
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (SocketException e) {
        // Closed: the test is over.
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Message answer(Message asked) throws IOException {
    Record question = asked.getQuestion();
    String key = Type.string(question.getType()) + " " + question.getName();
    questions.add(key);
    Message answer = new Message(asked.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(question, Section.QUESTION);
    String known = records.get(key);
    if (known == null) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    } else if (known.equals("fail")) {
      answer.getHeader().setRcode(Rcode.SERVFAIL);
    } else {
      answer.addRecord(
          Record.fromString(
              question.getName(), question.getType(), DClass.IN, 60, known, question.getName()),
          Section.ANSWER);
    }
    return answer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
