package dev.kaniko.application.build;

import dev.kaniko.application.cache.CacheExports;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.registry.ImageOutput;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Asks the outputs, and the places of the build's cache, whether they can be written, while the
 * cache is asked for layers.
 */
final class OutputCheck {
  private final CompletableFuture<Void> done;

  private OutputCheck(CompletableFuture<Void> done) {
    this.done = done;
  }

  static OutputCheck begin(List<ImageOutput> outputs, CacheExports exports) {
    return new OutputCheck(
        CompletableFuture.allOf(
            asked(() -> outputs.forEach(ImageOutput::check)), asked(exports::check)));
  }

  private static CompletableFuture<Void> asked(Runnable question) {
    return CompletableFuture.runAsync(question, Thread.ofVirtual()::start);
  }

  /**
   * @throws BuildFailure when an output will not be able to write
   */
  void await() throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case BuildFailure failure -> throw failure;
        case RuntimeException unexpected -> throw unexpected;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
