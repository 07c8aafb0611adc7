package dev.kaniko.adapters.rootfs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FileLockTest {
  @RegisterExtension final TestFolder folders = new TestFolder();

  @Test
  void only_one_holds_the_lock_even_within_one_process() throws IOException {
    Path path = folders.make().resolve("lock");
    try (FileLock _ = FileLock.acquire(path)) {
      assertThat(FileLock.tryAcquire(path)).isEmpty();
    }
    assertThat(FileLock.tryAcquire(path)).isPresent();
  }

  @Test
  void whoever_waits_gets_the_lock_when_it_is_let_go() throws Exception {
    Path path = folders.make().resolve("lock");
    AtomicBoolean letGo = new AtomicBoolean();
    FileLock held = FileLock.acquire(path);
    CompletableFuture<Boolean> waiter =
        CompletableFuture.supplyAsync(
            () -> {
              try (FileLock _ = FileLock.acquire(path)) {
                return letGo.get();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    Thread.sleep(100);
    assertThat(waiter).isNotDone();
    letGo.set(true);
    held.close();
    assertThat(waiter.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_lock_whose_file_was_removed_meanwhile_is_not_taken_for_held() throws Exception {
    Path path = folders.make().resolve("lock");
    FileLock held = FileLock.acquire(path);
    CompletableFuture<Boolean> waiter =
        CompletableFuture.supplyAsync(
            () -> {
              try (FileLock _ = FileLock.acquire(path)) {
                return FileLock.tryAcquire(path).isEmpty();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    Thread.sleep(100);
    Files.delete(path);
    held.close();
    assertThat(waiter.get(10, TimeUnit.SECONDS)).as("holds the lock that others see").isTrue();
  }
}
