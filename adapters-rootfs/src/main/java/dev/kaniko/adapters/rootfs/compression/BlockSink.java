package dev.kaniko.adapters.rootfs.compression;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;

/**
 * Takes packed blocks from the workers in any order and writes them in the right one. The worker
 * that brings the next block to be written writes it, and those after it that were there before; so
 * nobody else waits for the sink. Written blocks are given out again: there is a fixed number of
 * them.
 */
final class BlockSink implements AutoCloseable {
  private final BlockFormat format;
  private final OutputStream sink;
  private final int mostBlocks;

  // Guarded by this.
  private final List<Block> all = new ArrayList<>();
  private final Deque<Block> free = new ArrayDeque<>();
  private final Map<Long, Block> ready = new HashMap<>();
  private long written;
  private boolean writing;
  private Throwable failure;

  // Used by the one worker that is writing.
  private final CRC32 crc32 = new CRC32();
  private long size;

  BlockSink(BlockFormat format, OutputStream sink, int mostBlocks) {
    this.format = format;
    this.sink = sink;
    this.mostBlocks = mostBlocks;
  }

  /** A block that nobody uses; waits for one if need be. */
  synchronized Block take() throws IOException {
    checkFailure();
    await(() -> !free.isEmpty() || all.size() < mostBlocks);
    checkFailure();
    if (!free.isEmpty()) {
      return free.removeLast();
    }
    Block block = new Block(format);
    all.add(block);
    return block;
  }

  /**
   * A worker brings the block of that number, counted from 0, and writes what it can.
   *
   * @param thrown when packing it failed
   */
  void bring(Block block, long number, Optional<Throwable> thrown) {
    thrown.ifPresent(this::fail);
    if (arrive(block, number)) {
      for (Optional<Block> next = nextReady(); next.isPresent(); next = nextReady()) {
        writeOut(next.get());
        recycle(next.get());
      }
    }
  }

  /**
   * @return whether the calling worker has to write, because no other does
   */
  private synchronized boolean arrive(Block block, long number) {
    ready.put(number, block);
    boolean idle = !writing;
    writing = true;
    return idle;
  }

  private synchronized Optional<Block> nextReady() {
    Optional<Block> next = Optional.ofNullable(ready.remove(written));
    writing = next.isPresent();
    return next;
  }

  private void writeOut(Block block) {
    if (hasFailed()) {
      return;
    }
    try {
      if (size == 0) {
        sink.write(format.header());
      }
      crc32.update(block.plain, block.start, block.length());
      size += block.length();
      sink.write(block.packed, 0, block.packedLength);
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private synchronized void recycle(Block block) {
    written++;
    free.addLast(block);
    notifyAll();
  }

  private synchronized boolean hasFailed() {
    return failure != null;
  }

  private synchronized void fail(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
  }

  /** Ends the stream after {@code blocks} blocks, once they are written. */
  synchronized void finish(long blocks) throws IOException {
    await(() -> written == blocks);
    checkFailure();
    sink.write(format.trailer(crc32.getValue(), size));
  }

  private synchronized void await(BooleanSupplier reached) throws InterruptedIOException {
    try {
      while (!reached.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a layer was packed");
    }
  }

  private void checkFailure() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw new IOException(e.getMessage(), e);
      case Throwable e -> throw new IOException("packing a layer failed: " + e, e);
    }
  }

  /** Waits, even when interrupted, for the workers that still have some of {@code blocks}. */
  synchronized void awaitWorkers(long blocks) {
    boolean interrupted = false;
    while (written < blocks) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** To be called when no worker has a block any more. */
  @Override
  public synchronized void close() {
    all.forEach(Block::close);
    all.clear();
    free.clear();
  }
}
