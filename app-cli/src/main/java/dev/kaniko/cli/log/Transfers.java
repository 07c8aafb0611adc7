package dev.kaniko.cli.log;

import dev.kaniko.ports.listener.BuildListener.Transfer;
import dev.kaniko.ports.listener.BuildListener.TransferKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;

/** How far the transfers under way are, on the status line of a terminal. */
final class Transfers {
  /** How often the line is written: people read no faster. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final int LONGEST_NAME = 40;

  private final Log log;
  private final InstantSource clock;
  private final Set<Moving> moving = new LinkedHashSet<>();
  private Instant shown = Instant.EPOCH;

  Transfers(Log log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * @param ended hears how many bytes were moved in all
   */
  synchronized Transfer start(TransferKind kind, String what, OptionalLong size, Ended ended) {
    Moving one = new Moving(kind, what, size, ended);
    moving.add(one);
    return one;
  }

  /** Told when a transfer has ended, well or not. */
  @FunctionalInterface
  interface Ended {
    void after(long bytes);
  }

  private synchronized void show() {
    Instant now = clock.instant();
    if (Duration.between(shown, now).compareTo(PAUSE) >= 0) {
      shown = now;
      log.status(line());
    }
  }

  private synchronized void end(Moving one) {
    moving.remove(one);
    if (moving.isEmpty()) {
      log.clearStatus();
    }
  }

  private String line() {
    long done = moving.stream().mapToLong(one -> one.done).sum();
    boolean allKnown = moving.stream().allMatch(one -> one.size.isPresent());
    long all = moving.stream().mapToLong(one -> one.size.orElse(0)).sum();
    String amount = Sizes.bytes(done);
    if (allKnown && all > 0) {
      amount += " of " + Sizes.bytes(all) + " (" + Math.min(100, done * 100 / all) + " %)";
    }
    return subject() + ": " + amount;
  }

  private String subject() {
    if (moving.size() > 1) {
      return moving.size() + " transfers";
    }
    Moving one = moving.iterator().next();
    String name =
        one.what.length() > LONGEST_NAME ? one.what.substring(0, LONGEST_NAME) + "…" : one.what;
    return (one.kind == TransferKind.DOWNLOAD ? "Downloading " : "Uploading ") + name;
  }

  private final class Moving implements Transfer {
    private final TransferKind kind;
    private final String what;
    private final OptionalLong size;
    private final Ended ended;
    private volatile long done;

    Moving(TransferKind kind, String what, OptionalLong size, Ended ended) {
      this.kind = kind;
      this.what = what;
      this.size = size;
      this.ended = ended;
    }

    @Override
    public void advance(long bytes) {
      synchronized (Transfers.this) {
        done += bytes;
        show();
      }
    }

    @Override
    public void close() {
      end(this);
      ended.after(done);
    }
  }
}
