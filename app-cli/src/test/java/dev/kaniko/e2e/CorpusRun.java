package dev.kaniko.e2e;

import dev.kaniko.e2e.corpus.CorpusCase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Cases of the corpus, as many at once as this machine has processors, as tests in their order. */
final class CorpusRun {
  private final List<CorpusCase> cases;
  private final Consumer<CorpusCase> check;

  CorpusRun(List<CorpusCase> cases, Consumer<CorpusCase> check) {
    this.cases = List.copyOf(cases);
    this.check = check;
  }

  /** Closing the stream begins nothing new, and waits for what is interrupted. */
  Stream<DynamicTest> tests() {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<DynamicTest> tests = new ArrayList<>();
    for (CorpusCase one : cases) {
      Future<?> running = threads.submit(() -> check.accept(one));
      tests.add(DynamicTest.dynamicTest(one.name(), () -> await(running)));
    }
    return tests.stream().onClose(threads::shutdownNow).onClose(threads::close);
  }

  private static void await(Future<?> running) throws Throwable {
    try {
      running.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }
}
