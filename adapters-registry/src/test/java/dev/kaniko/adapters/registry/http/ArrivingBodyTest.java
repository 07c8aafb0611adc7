package dev.kaniko.adapters.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class ArrivingBodyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ArrivingBody body = new ArrivingBody(Duration.ofMinutes(5));
  private final InputStream stream = body.getBody().toCompletableFuture().join();

  private boolean cancelled;

  ArrivingBodyTest() {
    body.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {}

          @Override
          public void cancel() {
            cancelled = true;
          }
        });
    body.onNext(List.of(ByteBuffer.wrap(new byte[] {1, 2})));
  }

  @Test
  void who_reads_on_behind_a_break_hears_of_it_again_and_does_not_wait() {
    body.onError(new IOException("broken on purpose"));

    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          assertThat(stream.read(new byte[2])).isEqualTo(2);
          assertThatThrownBy(stream::read).hasMessage("broken on purpose");
          assertThatThrownBy(stream::read).hasMessage("broken on purpose");
        });
  }

  @Test
  void who_reads_on_behind_the_end_is_told_of_it_again() {
    body.onComplete();

    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          assertThat(stream.readAllBytes()).containsExactly(1, 2);
          assertThat(stream.read()).isEqualTo(-1);
        });
  }

  @Test
  void a_stream_that_is_closed_before_its_end_wants_no_more() throws IOException {
    stream.close();

    assertThat(cancelled).isTrue();
    assertThatThrownBy(stream::read).hasMessage("the stream is closed");
  }
}
