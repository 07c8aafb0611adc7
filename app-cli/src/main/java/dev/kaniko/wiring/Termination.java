package dev.kaniko.wiring;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a build in good order when the process is told to end (SIGTERM, SIGINT): the build's thread
 * is interrupted, and the process waits until it has cleaned up, but not for long.
 */
final class Termination {
  private static final int SECONDS_TO_CLEAN_UP = 4;

  private final Thread build;
  private final CountDownLatch done = new CountDownLatch(1);

  Termination(Thread build) {
    this.build = build;
  }

  /** Run by the JVM when it ends, whatever the reason. */
  Thread hook() {
    return Thread.ofPlatform().name("termination").unstarted(this::interruptAndWait);
  }

  private void interruptAndWait() {
    if (done.getCount() == 0) {
      return;
    }
    build.interrupt();
    try {
      // When time is up the process ends nevertheless.
      boolean inTime = done.await(SECONDS_TO_CLEAN_UP, TimeUnit.SECONDS);
      if (!inTime) {
        Runtime.getRuntime().halt(143);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The build is over and nothing is left to clean up. */
  void cleanedUp() {
    done.countDown();
  }
}
