package dev.kaniko.adapters.rootfs.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last lines of a command's output, of both streams together. Two threads may write. However
 * much is written, the same few buffers hold it.
 */
final class OutputTail {
  private static final int LINES = 20;

  /** In bytes; what is longer is cut. */
  private static final int LONGEST_LINE = 500;

  /** Oldest first. */
  private final Deque<Line> ended = new ArrayDeque<>();

  private Line out = new Line();
  private Line err = new Line();

  synchronized void out(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      out = add(out, bytes[i]);
    }
  }

  synchronized void err(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      err = add(err, bytes[i]);
    }
  }

  /** Oldest first; a line without its end counts as well. */
  synchronized List<String> lines() {
    List<String> all = new ArrayList<>();
    ended.forEach(line -> all.add(line.text()));
    for (Line open : List.of(out, err)) {
      if (!open.isEmpty()) {
        all.add(open.text());
      }
    }
    return List.copyOf(all.subList(Math.max(0, all.size() - LINES), all.size()));
  }

  /** The line that the stream goes on with. */
  private Line add(Line line, byte next) {
    if (next != '\n') {
      line.add(next);
      return line;
    }
    ended.addLast(line);
    if (ended.size() <= LINES) {
      return new Line();
    }
    Line oldest = ended.removeFirst();
    oldest.clear();
    return oldest;
  }

  /** A line that grows. As on a terminal, what follows a carriage return writes over it. */
  private static final class Line {
    private final byte[] bytes = new byte[LONGEST_LINE];
    private int length;
    private boolean isCut;
    private boolean returned;

    void add(byte next) {
      if (returned) {
        clear();
      }
      if (next == '\r') {
        returned = true;
      } else if (length < LONGEST_LINE) {
        bytes[length++] = next;
      } else {
        isCut = true;
      }
    }

    String text() {
      String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
      return isCut ? text + "..." : text;
    }

    boolean isEmpty() {
      return length == 0;
    }

    void clear() {
      length = 0;
      isCut = false;
      returned = false;
    }
  }
}
