package dev.kaniko.adapters.rootfs.compression;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Cuts what is written into blocks and has them packed by workers. The thread that writes waits for
 * free blocks only, never for the sink.
 */
final class BlockStream extends PackedOutput {
  private final BlockSink sink;
  private final Executor workers;
  private final byte[] history;
  private int historyLength;
  private Optional<Block> current = Optional.empty();
  private long submitted;

  /**
   * @param mostBlocks that there may be, and so how much memory is used
   */
  BlockStream(BlockFormat format, OutputStream sink, Executor workers, int mostBlocks) {
    this.sink = new BlockSink(format, sink, mostBlocks);
    this.workers = workers;
    this.history = new byte[format.historyBytes()];
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int done = 0;
    while (done < length) {
      Block block = current();
      done += block.fill(bytes, offset + done, length - done);
      if (block.isFull()) {
        submit(block);
      }
    }
  }

  private Block current() throws IOException {
    if (current.isEmpty()) {
      Block block = sink.take();
      block.restart(history, historyLength);
      current = Optional.of(block);
    }
    return current.get();
  }

  private void submit(Block block) {
    current = Optional.empty();
    historyLength = Math.min(block.length(), history.length);
    System.arraycopy(block.plain, block.end - historyLength, history, 0, historyLength);
    long number = submitted;
    workers.execute(() -> pack(block, number));
    submitted++;
  }

  private void pack(Block block, long number) {
    Optional<Throwable> thrown = Optional.empty();
    try {
      block.pack();
    } catch (Throwable e) {
      // Whatever it is, the writing thread has to hear of it, or it would wait for ever.
      thrown = Optional.of(e);
    }
    sink.bring(block, number, thrown);
  }

  @Override
  public void finish() throws IOException {
    if (current.isPresent() || submitted == 0) {
      // A stream of nothing is one block of nothing.
      submit(current());
    }
    sink.finish(submitted);
  }

  @Override
  public void close() {
    sink.awaitWorkers(submitted);
    sink.close();
  }
}
