package dev.kaniko.adapters.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A request's body read from a stream while it is sent. The JDK's publisher of streams loses what a
 * stream throws while it looks ahead, and the request then hangs; this one passes it on, and keeps
 * it, because it tells a source that is broken from a connection that is.
 */
final class DepartingBody implements BodyPublisher, AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final RequestBody.Streamed body;
  private final AtomicLong moved = new AtomicLong();
  private final AtomicReference<Throwable> sourceFailure = new AtomicReference<>();
  private final AtomicReference<InputStream> open = new AtomicReference<>();

  DepartingBody(RequestBody.Streamed body) {
    this.body = body;
  }

  /** Bytes that were handed to the connection so far. */
  long moved() {
    return moved.get();
  }

  /** What the source of the bytes threw, if it did. */
  Optional<Throwable> sourceFailure() {
    return Optional.ofNullable(sourceFailure.get());
  }

  @Override
  public long contentLength() {
    return body.length();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Sending(subscriber));
  }

  @Override
  public void close() throws IOException {
    InputStream stream = open.getAndSet(null);
    if (stream != null) {
      stream.close();
    }
  }

  private final class Sending implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private boolean opened;
    private volatile boolean ended;

    Sending(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    /** Whoever raises the demand from nothing sends, until nothing is asked for any more. */
    @Override
    public void request(long count) {
      if (demand.getAndAdd(count) > 0 || ended) {
        return;
      }
      do {
        sendOne();
      } while (!ended && demand.decrementAndGet() > 0);
    }

    private void sendOne() {
      ByteBuffer buffer;
      try {
        buffer = read();
      } catch (IOException | RuntimeException e) {
        ended = true;
        sourceFailure.set(e);
        subscriber.onError(e);
        return;
      }
      if (buffer.hasRemaining()) {
        body.sent().accept(moved.addAndGet(buffer.remaining()));
        subscriber.onNext(buffer);
      } else {
        ended = true;
        subscriber.onComplete();
      }
    }

    private ByteBuffer read() throws IOException {
      if (!opened) {
        opened = true;
        open.set(body.content().open());
      }
      InputStream stream = open.get();
      if (stream == null) {
        throw new IOException("the sending was given up");
      }
      byte[] bytes = new byte[BUFFER];
      int count = stream.readNBytes(bytes, 0, BUFFER);
      return ByteBuffer.wrap(bytes, 0, count);
    }

    @Override
    public void cancel() {
      ended = true;
    }
  }
}
