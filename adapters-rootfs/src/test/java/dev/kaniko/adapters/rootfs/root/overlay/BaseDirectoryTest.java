package dev.kaniko.adapters.rootfs.root.overlay;

import static dev.kaniko.adapters.rootfs.FakeTar.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.Listing;
import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.adapters.rootfs.linux.FileLock;
import dev.kaniko.adapters.rootfs.root.FakeImages;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.RootFilesystems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Base images are unpacked once for all builds, and never half. */
class BaseDirectoryTest {
  @RegisterExtension final TestFolder folders = new TestFolder();
  private final FakeImages images = new FakeImages();
  private Path work;
  private ImageLayer layer;
  private Path place;

  @BeforeEach
  void makeFolder() throws IOException {
    work = folders.make().resolve("work");
    layer = images.layer(file("a", "1"));
    place = work.resolve("bases").resolve(layer.diffId().hex());
  }

  @Test
  void a_second_build_finds_what_the_first_unpacked() {
    for (int i = 0; i < 3; i++) {
      try (RootFilesystems roots = open()) {
        assertThat(roots.fromLayers(List.of(layer)).tree().lookup(FilePath.of("a"))).isPresent();
        assertThat(roots.fromLayers(List.of(layer)).tree().lookup(FilePath.of("a"))).isPresent();
      }
    }
    assertThat(images.opened()).isEqualTo(1);
    assertThat(Listing.of(place)).containsExactly("complete-1 f", "root d", "root/a f");
  }

  @Test
  void other_layers_below_make_it_another_base() {
    ImageLayer other = images.layer(file("b", "2"));
    try (RootFilesystems roots = open()) {
      roots.fromLayers(List.of(layer, other)).tree();
      roots.fromLayers(List.of(other, layer)).tree();
      roots.fromLayers(List.of(other)).tree();
    }
    assertThat(images.opened()).isEqualTo(5);
  }

  @Test
  void builds_at_the_same_time_unpack_once() {
    List<CompletableFuture<Boolean>> builds = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      builds.add(
          CompletableFuture.supplyAsync(
              () -> {
                try (RootFilesystems roots = open()) {
                  return roots
                      .fromLayers(List.of(layer))
                      .tree()
                      .lookup(FilePath.of("a"))
                      .isPresent();
                }
              }));
    }
    assertThat(builds).allMatch(CompletableFuture::join);
    assertThat(images.opened()).isEqualTo(1);
  }

  @Test
  void who_finds_another_at_it_waits() throws Exception {
    Files.createDirectories(place.getParent());
    Files.setPosixFilePermissions(
        work, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    FileLock other = FileLock.acquire(place.resolveSibling(place.getFileName() + ".lock"));
    CompletableFuture<Void> build =
        CompletableFuture.runAsync(
            () -> {
              try (RootFilesystems roots = open()) {
                roots.fromLayers(List.of(layer)).tree();
              }
            });
    Thread.sleep(200);
    assertThat(build).isNotDone();
    assertThat(images.opened()).isZero();
    other.close();
    build.get(20, TimeUnit.SECONDS);
    assertThat(images.opened()).isEqualTo(1);
  }

  @Test
  void what_was_left_half_done_is_removed_at_the_start_and_made_anew() throws IOException {
    Files.createDirectories(place.resolve("root/half"));
    Path other = Files.createDirectories(place.resolveSibling("other").resolve("root"));
    try (RootFilesystems roots = open()) {
      assertThat(other).doesNotExist();
      assertThat(place).doesNotExist();
      roots.fromLayers(List.of(layer)).tree();
      assertThat(Listing.of(place.resolve("root"))).containsExactly("a f");
    }
  }

  @Test
  void what_fails_its_check_is_not_kept() {
    ImageLayer wrong = new ImageLayer(layer.descriptor(), Digest.sha256("other"), layer.content());
    try (RootFilesystems roots = open()) {
      assertThatThrownBy(() -> roots.fromLayers(List.of(layer, wrong)).tree())
          .isInstanceOf(UnsafeContentFailure.class);
    }
    assertThat(Listing.of(work.resolve("bases"))).allMatch(line -> line.endsWith(".lock f"));
  }

  private RootFilesystems open() {
    return new OverlayRootFilesystems(
        WorkDirectory.open(work),
        images,
        warning -> {
          throw new AssertionError(warning);
        });
  }
}
