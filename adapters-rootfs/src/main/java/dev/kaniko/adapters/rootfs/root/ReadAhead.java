package dev.kaniko.adapters.rootfs.root;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A stream that is read on a thread of its own, up to 8 MiB ahead of whoever reads this: fetching
 * and inflating one layer goes on while files are written.
 */
final class ReadAhead extends InputStream {
  private static final int CHUNK_SIZE = 1 << 18;
  private static final int CHUNKS = 32;

  private final Thread reader;

  /** Room for the chunks and the end. */
  private final BlockingQueue<Piece> read = new ArrayBlockingQueue<>(CHUNKS + 1);

  private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(CHUNKS);
  private Piece current = new Chunk(0);
  private int position;

  /** Opens a stream; called, as the stream is read and closed, on the thread that reads ahead. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  private sealed interface Piece {}

  private static final class Chunk implements Piece {
    final byte[] bytes;
    int length;

    Chunk(int size) {
      bytes = new byte[size];
    }
  }

  private record End() implements Piece {}

  private record Failed(Throwable cause) implements Piece {}

  /**
   * Starts to read.
   *
   * @param name of the thread
   */
  ReadAhead(String name, Source source) {
    for (int i = 0; i < CHUNKS; i++) {
      free.add(new Chunk(CHUNK_SIZE));
    }
    reader = Thread.ofPlatform().name(name).daemon().start(() -> read.add(readAll(source)));
  }

  private Piece readAll(Source source) {
    try (InputStream stream = source.open()) {
      while (true) {
        Chunk chunk = free.take();
        chunk.length = stream.readNBytes(chunk.bytes, 0, CHUNK_SIZE);
        if (chunk.length == 0) {
          return new End();
        }
        read.add(chunk);
      }
    } catch (Throwable e) {
      // Not swallowed: thrown on the thread that reads this, where somebody knows what to do.
      return new Failed(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    return switch (piece()) {
      case Chunk chunk -> {
        int size = Math.min(length, chunk.length - position);
        System.arraycopy(chunk.bytes, position, into, offset, size);
        position += size;
        yield size;
      }
      case End _ -> -1;
      case Failed(IOException e) -> throw e;
      case Failed(RuntimeException e) -> throw e;
      case Failed(Error e) -> throw e;
      case Failed(Throwable e) -> throw new IOException(e);
    };
  }

  /** Ends the reading; the source is closed by its own thread, soon. */
  @Override
  public void close() {
    reader.interrupt();
  }

  /** The piece to read from; a chunk that is used up is given back first. */
  private Piece piece() throws IOException {
    try {
      if (current instanceof Chunk chunk && position == chunk.length) {
        if (chunk.bytes.length > 0) {
          free.add(chunk);
        }
        position = 0;
        current = read.take();
      }
      return current;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a layer", e);
    }
  }
}
