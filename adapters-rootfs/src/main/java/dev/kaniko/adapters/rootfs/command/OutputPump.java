package dev.kaniko.adapters.rootfs.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A thread that hands on what comes through one pipe, until that ends. */
final class OutputPump {
  private static final int BUFFER = 64 << 10;

  private final InputStream pipe;
  private final Sink sink;
  private final Runnable onFailure;
  private final Thread thread;

  /** Written by the thread alone, and read after its end. */
  private RuntimeException failure;

  /** Takes bytes that are overwritten after it returns. */
  interface Sink {
    void accept(byte[] bytes, int length);
  }

  private OutputPump(String name, InputStream pipe, Sink sink, Runnable onFailure) {
    this.pipe = pipe;
    this.sink = sink;
    this.onFailure = onFailure;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::pump);
  }

  /**
   * @param onFailure told once, at once, when the sink or the pipe fails; the pipe is emptied
   *     nevertheless, so that nobody is stuck who writes to it
   */
  static OutputPump start(String name, InputStream pipe, Sink sink, Runnable onFailure) {
    OutputPump pump = new OutputPump(name, pipe, sink, onFailure);
    pump.thread.start();
    return pump;
  }

  /** Waits for the end of the pipe, interrupted or not. */
  Optional<RuntimeException> join() {
    Uninterrupted.call(thread::join);
    return Optional.ofNullable(failure);
  }

  private void pump() {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int length; (length = pipe.read(buffer)) >= 0; ) {
        handOn(buffer, length);
      }
    } catch (IOException e) {
      fail(new UncheckedIOException("the output of the command cannot be read", e));
    }
  }

  private void handOn(byte[] buffer, int length) {
    if (failure != null) {
      return;
    }
    try {
      sink.accept(buffer, length);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(RuntimeException e) {
    failure = e;
    onFailure.run();
  }
}
