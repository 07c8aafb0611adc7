package dev.kaniko.adapters.rootfs.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAheadTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 20_000_000})
  void all_bytes_come_through_in_their_order(int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    try (ReadAhead ahead = new ReadAhead("test", () -> new ByteArrayInputStream(bytes))) {
      assertThat(ahead.readAllBytes()).isEqualTo(bytes);
      assertThat(ahead.read()).isEqualTo(-1);
      assertThat(ahead.read(new byte[5], 0, 5)).isEqualTo(-1);
    }
  }

  @Test
  void no_more_is_kept_than_was_promised() throws Exception {
    AtomicLong read = new AtomicLong();
    CountDownLatch closed = new CountDownLatch(1);
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            read.addAndGet(length);
            return length;
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    ReadAhead ahead = new ReadAhead("test", () -> endless);
    assertThat(ahead.read()).isZero();
    Thread.sleep(200);
    assertThat(read.get()).isEqualTo(8 << 20);
    ahead.close();
    assertThat(closed.await(10, TimeUnit.SECONDS)).as("the source is closed").isTrue();
  }

  @Test
  void what_goes_wrong_there_is_thrown_here_behind_what_was_read() throws IOException {
    IOException broken = new IOException("broken");
    InputStream failing =
        new FilterInputStream(new ByteArrayInputStream(new byte[300_000])) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            int n = super.read(into, offset, length);
            if (n < 0) {
              throw broken;
            }
            return n;
          }
        };
    try (ReadAhead ahead = new ReadAhead("test", () -> failing)) {
      assertThat(ahead.readNBytes(262_144)).hasSize(262_144);
      assertThatThrownBy(ahead::readAllBytes).isSameAs(broken);
      assertThatThrownBy(ahead::read).isSameAs(broken);
    }
    IllegalStateException cause = new IllegalStateException();
    try (ReadAhead ahead =
        new ReadAhead(
            "test",
            () -> {
              throw cause;
            })) {
      assertThatThrownBy(ahead::read).isSameAs(cause);
    }
  }

  @Test
  void who_is_interrupted_while_waiting_does_not_wait_for_ever() {
    InputStream stuck =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            try {
              Thread.sleep(60_000);
              return -1;
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          try (ReadAhead ahead = new ReadAhead("test", () -> stuck)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(ahead::read).hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
          }
        });
  }
}
