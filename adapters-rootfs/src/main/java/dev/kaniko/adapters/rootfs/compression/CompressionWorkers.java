package dev.kaniko.adapters.rootfs.compression;

import dev.kaniko.domain.image.Compression;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Packs layers, several at once if need be, on threads of its own, which end when it is closed. To
 * be closed after all the streams that it has opened.
 */
public final class CompressionWorkers implements AutoCloseable {
  private final BlockFormats formats;
  private final ExecutorService threads;
  private final int blocksInFlight;

  /**
   * @param threadCount as many as the machine has cores to spare; the bytes do not depend on it
   */
  public CompressionWorkers(int threadCount, CompressionEngine engine) {
    this.formats = new BlockFormats(engine);
    this.blocksInFlight = threadCount + 2;
    this.threads =
        Executors.newFixedThreadPool(
            threadCount, Thread.ofPlatform().daemon().name("compress-", 1).factory());
  }

  /**
   * A stream that packs what is written to it. A fixed number of blocks is in memory at a time.
   *
   * @param sink written to by one thread at a time, not always the same; not closed
   * @param level of the compression; empty for the default
   * @throws dev.kaniko.ports.failure.UserMistakes for a level that there is not
   */
  public PackedOutput open(OutputStream sink, Compression compression, Optional<Integer> level) {
    Optional<BlockFormat> format = formats.of(compression, level);
    return format.isEmpty()
        ? new PlainOutput(sink)
        : new BlockStream(format.get(), sink, threads, blocksInFlight);
  }

  /**
   * What the bytes of a packed layer depend on beside its content: builds whose texts are the same
   * make the same bytes.
   */
  public String engine(Compression compression, Optional<Integer> level) {
    return formats.of(compression, level).map(BlockFormat::engine).orElse("none");
  }

  /** Waits for what is still being packed. */
  @Override
  public void close() {
    threads.close();
  }
}
