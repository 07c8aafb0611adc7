package dev.kaniko.adapters.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A response's body as a stream that fails when nothing arrives for too long; the JDK's own stream
 * would wait for ever. Holds a few buffers at most, whatever the reader's pace.
 */
final class ArrivingBody implements BodySubscriber<InputStream> {
  /** How many deliveries of the JDK's 16 KiB buffers may wait for the reader. */
  private static final int AHEAD = 16;

  private sealed interface Arrival {
    record Bytes(List<ByteBuffer> buffers) implements Arrival {}

    record End() implements Arrival {}

    record Broken(Throwable reason) implements Arrival {}
  }

  private final Duration silence;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
  private volatile boolean closed;

  ArrivingBody(Duration silence) {
    this.silence = silence;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedFuture(new Reading());
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (subscription.compareAndSet(null, given) && !closed) {
      given.request(AHEAD);
    } else {
      given.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    arrivals.add(new Arrival.Bytes(buffers));
  }

  @Override
  public void onError(Throwable reason) {
    arrivals.add(new Arrival.Broken(reason));
  }

  @Override
  public void onComplete() {
    arrivals.add(new Arrival.End());
  }

  /** The reader's side; used by one thread. */
  private final class Reading extends InputStream {
    private final Deque<ByteBuffer> current = new ArrayDeque<>();
    private boolean ended;

    /** Nothing arrives after it: who reads on does not wait. */
    private Optional<Throwable> broken = Optional.empty();

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (closed) {
        throw new IOException("the stream is closed");
      }
      while (!ended && (current.isEmpty() || !current.getFirst().hasRemaining())) {
        if (current.pollFirst() == null) {
          take(next());
        }
      }
      if (ended) {
        return -1;
      }
      ByteBuffer buffer = current.getFirst();
      int count = Math.min(length, buffer.remaining());
      buffer.get(target, offset, count);
      return count;
    }

    private Arrival next() throws IOException {
      if (broken.isPresent()) {
        return new Arrival.Broken(broken.get());
      }
      try {
        Arrival arrival = arrivals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        if (arrival == null) {
          close();
          throw new HttpTimeoutException("nothing arrived for " + silence.toSeconds() + " s");
        }
        return arrival;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while reading");
      }
    }

    private void take(Arrival arrival) throws IOException {
      switch (arrival) {
        case Arrival.Bytes(List<ByteBuffer> buffers) -> {
          current.addAll(buffers);
          subscription.get().request(1);
        }
        case Arrival.End() -> ended = true;
        case Arrival.Broken(Throwable reason) -> {
          broken = Optional.of(reason);
          throw new IOException(reason.getMessage(), reason);
        }
      }
    }

    @Override
    public void close() {
      closed = true;
      Flow.Subscription running = subscription.get();
      if (running != null && !ended) {
        running.cancel();
      }
    }
  }
}
