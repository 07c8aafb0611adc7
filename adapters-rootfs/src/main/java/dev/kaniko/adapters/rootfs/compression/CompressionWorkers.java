package dev.kaniko.adapters.rootfs.compression;

import dev.kaniko.domain.image.Compression;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Packs layers, several at once if need be, on threads of its own, which end when it is closed. To
 * be closed after all the streams that it has opened.
 */
public final class CompressionWorkers implements AutoCloseable {
  private final Supplier<CompressionEngine> engine;
  private final ExecutorService threads;
  private final int blocksInFlight;

  public CompressionWorkers(int threadCount, CompressionEngine engine) {
    this(threadCount, () -> engine);
  }

  /**
   * @param threadCount as many as the machine has cores to spare; the bytes do not depend on it
   * @param engine asked when the first stream comes that is not small, then and later
   */
  public CompressionWorkers(int threadCount, Supplier<CompressionEngine> engine) {
    this.engine = engine;
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
    return switch (compression) {
      case GZIP -> {
        BlockFormat zlib = formats(CompressionEngine.JAVA).gzip(level);
        yield new SmallFirstOutput(
            () -> blocks(zlib, sink), () -> blocks(formats(engine.get()).gzip(level), sink));
      }
      case ZSTD -> blocks(formats(engine.get()).zstd(level), sink);
      case NONE -> {
        BlockFormats.requireNoLevel(level);
        yield new PlainOutput(sink);
      }
    };
  }

  private static BlockFormats formats(CompressionEngine engine) {
    return new BlockFormats(engine);
  }

  private PackedOutput blocks(BlockFormat format, OutputStream sink) {
    return new BlockStream(format, sink, threads, blocksInFlight);
  }

  /**
   * What the bytes of a packed layer depend on beside its content: builds whose texts are the same
   * make the same bytes.
   */
  public String engine(Compression compression, Optional<Integer> level) {
    return switch (compression) {
      case GZIP -> {
        String zlib = formats(CompressionEngine.JAVA).gzip(level).engine();
        String large = formats(engine.get()).gzip(level).engine();
        yield large.equals(zlib)
            ? zlib
            : large + ", but up to " + SmallFirstOutput.SMALL + " bytes in all: " + zlib;
      }
      case ZSTD -> formats(engine.get()).zstd(level).engine();
      case NONE -> "none";
    };
  }

  /** Waits for what is still being packed. */
  @Override
  public void close() {
    threads.close();
  }
}
