package dev.kaniko.adapters.registry.http;

import dev.kaniko.adapters.registry.json.Excerpt;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Repeats requests as a {@link RetryPolicy} says. */
public final class Attempts {
  private final RetryPolicy policy;
  private final Consumer<String> notes;

  /**
   * @param notes is told of every pause, for people
   */
  public Attempts(RetryPolicy policy, Consumer<String> notes) {
    this.policy = policy;
    this.notes = notes;
  }

  /** One request; it can be made again. */
  @FunctionalInterface
  public interface Attempt {
    HttpAnswer make() throws IOException;
  }

  /** The first answer that will not get better, or the last one. */
  public HttpAnswer repeat(Attempt attempt) throws IOException {
    for (int number = 1; ; number++) {
      HttpAnswer answer;
      try {
        answer = attempt.make();
      } catch (IOException e) {
        pauseAfter(number, e);
        continue;
      }
      if (!RetryPolicy.isTransient(answer.status()) || !pauseAfter(number, answer)) {
        return answer;
      }
    }
  }

  /** Waits before another try; throws {@code failure} when there shall be none. */
  public void pauseAfter(int number, IOException failure) throws IOException {
    Optional<Duration> pause = policy.pauseAfter(number);
    if (pause.isEmpty() || !RetryPolicy.isTransient(failure)) {
      throw failure;
    }
    pause(pause.get(), RegistryFailures.reason(failure));
  }

  /**
   * Closes {@code answer} and waits before another try; false, and nothing is done, when there
   * shall be none.
   */
  public boolean pauseAfter(int number, HttpAnswer answer) throws IOException {
    Optional<Duration> pause = policy.pauseAfter(number, answer);
    if (pause.isEmpty()) {
      return false;
    }
    answer.close();
    pause(pause.get(), "status " + answer.status() + " from " + answer.uri().getHost());
    return true;
  }

  private void pause(Duration pause, String reason) throws IOException {
    notes.accept(
        "Retrying operation after %.1fs due to %s"
            .formatted(pause.toMillis() / 1000.0, Excerpt.of(reason)));
    RetryPolicy.sleep(pause);
  }
}
