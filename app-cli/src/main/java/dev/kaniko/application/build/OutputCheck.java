package dev.kaniko.application.build;

import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.registry.ImageOutput;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Asks the outputs whether they will be able to write, while the cache is asked for layers. */
final class OutputCheck {
  private final CompletableFuture<Void> done;

  private OutputCheck(CompletableFuture<Void> done) {
    this.done = done;
  }

  static OutputCheck begin(List<ImageOutput> outputs) {
    return new OutputCheck(
        CompletableFuture.runAsync(
            () -> outputs.forEach(ImageOutput::check), Thread.ofVirtual()::start));
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
