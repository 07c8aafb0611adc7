package dev.kaniko.adapters.rootfs.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.MemoryTree;
import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.domain.dockerfile.mount.RunMount;
import dev.kaniko.domain.dockerfile.mount.RunMount.FileAccess;
import dev.kaniko.domain.dockerfile.mount.RunMount.Sharing;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.command.CacheDirectories.Lease;
import dev.kaniko.ports.command.CacheDirectories.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SharedCachesTest {
  @RegisterExtension final TestFolder folder = new TestFolder();
  private Path directory;

  @BeforeEach
  void makeDirectory() throws Exception {
    directory = folder.make().resolve("deep/caches");
  }

  @Test
  void a_later_build_finds_what_an_earlier_one_left() throws Exception {
    Path first;
    try (Lease lease = take(cache("a", Sharing.SHARED, 0755))) {
      first = lease.directory();
      Files.writeString(first.resolve("file"), "kept");
    }
    try (Lease lease = take(cache("a", Sharing.LOCKED, 0755))) {
      assertThat(lease.directory()).isEqualTo(first);
      assertThat(lease.directory().resolve("file")).hasContent("kept");
    }
  }

  @Test
  void a_cache_of_another_id_namespace_or_access_is_another_one() throws Exception {
    try (Lease one = take(cache("a", Sharing.SHARED, 0755));
        Lease two = take(cache("b", Sharing.SHARED, 0755));
        Lease three = take(cache("a", Sharing.SHARED, 0700));
        Lease four =
            caches(false).take("space", cache("a", Sharing.SHARED, 0755), Optional.empty())) {
      assertThat(java.util.stream.Stream.of(one, two, three, four).map(Lease::directory))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void a_new_cache_has_the_mode_and_owner_asked_for() throws Exception {
    RunMount.Cache owned =
        new RunMount.Cache(
            "a", "/x", "/", Optional.empty(), Sharing.SHARED, false, new FileAccess(02710, 7, 8));
    try (Lease lease = take(owned)) {
      assertThat(TestFolder.run("stat", "-c", "%a %u %g", lease.directory().toString()))
          .isEqualTo("2710 7 8\n");
    }
  }

  @Test
  void a_new_cache_starts_with_its_seed_and_an_old_one_does_not() throws Exception {
    FileMetadata metadata = FileMetadata.ofRoot(0755, Instant.EPOCH);
    MemoryTree tree =
        new MemoryTree()
            .put(FilePath.of("/in"), new Directory(metadata))
            .put(FilePath.of("/in/seed"), new Directory(metadata));
    Optional<Seed> seed = Optional.of(new Seed(tree, FilePath.of("/in")));
    RunMount.Cache cache = cache("seeded", Sharing.SHARED, 0755);
    try (Lease lease = caches(false).take("", cache, seed)) {
      Files.delete(lease.directory().resolve("seed"));
    }
    try (Lease lease = caches(false).take("", cache, seed)) {
      assertThat(lease.directory()).isEmptyDirectory();
    }
  }

  @Test
  void shared_caches_are_used_by_two_at_a_time() throws Exception {
    try (Lease one = take(cache("a", Sharing.SHARED, 0755));
        Lease two = take(cache("a", Sharing.SHARED, 0755))) {
      assertThat(one.directory()).isEqualTo(two.directory());
    }
  }

  @Test
  void the_second_user_of_a_private_cache_gets_another_one() throws Exception {
    try (Lease one = take(cache("a", Sharing.PRIVATE, 0755));
        Lease two = take(cache("a", Sharing.PRIVATE, 0755))) {
      assertThat(one.directory()).isNotEqualTo(two.directory());
    }
  }

  @Test
  void who_locks_a_cache_waits_for_its_user() throws Exception {
    assertWaits(caches(false), cache("a", Sharing.LOCKED, 0755));
  }

  @Test
  void where_a_cache_is_moved_its_user_has_it_alone_though_it_is_shared() throws Exception {
    assertWaits(caches(true), cache("a", Sharing.SHARED, 0755));
  }

  private static void assertWaits(SharedCaches caches, RunMount.Cache cache) throws Exception {
    Lease first = caches.take("", cache, Optional.empty());
    CompletableFuture<Lease> second = new CompletableFuture<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    second.complete(caches.take("", cache, Optional.empty()));
                  } catch (InterruptedException e) {
                    second.completeExceptionally(e);
                  }
                });
    assertThat(waiting.join(java.time.Duration.ofMillis(200))).isFalse();
    first.close();
    second.get(10, TimeUnit.SECONDS).close();
  }

  private Lease take(RunMount.Cache cache) throws InterruptedException {
    return caches(false).take("", cache, Optional.empty());
  }

  private SharedCaches caches(boolean alone) {
    return new SharedCaches(
        directory,
        alone,
        new SkippedContent(
            sentence -> {
              throw new AssertionError(sentence);
            }));
  }

  private static RunMount.Cache cache(String id, Sharing sharing, int mode) {
    return new RunMount.Cache(
        id, "/x", "/", Optional.empty(), sharing, false, new FileAccess(mode, 0, 0));
  }
}
