package dev.kaniko.adapters.rootfs.command;

/** Waits that must reach their end: an interruption is kept for later. */
final class Uninterrupted {
  private Uninterrupted() {}

  interface Wait {
    void await() throws InterruptedException;
  }

  static void call(Wait wait) {
    boolean interrupted = false;
    while (true) {
      try {
        wait.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
