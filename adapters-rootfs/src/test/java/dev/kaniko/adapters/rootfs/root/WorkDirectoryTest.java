package dev.kaniko.adapters.rootfs.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.Listing;
import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WorkDirectoryTest {
  @RegisterExtension final TestFolder folders = new TestFolder();
  private Path work;

  @BeforeEach
  void makeFolder() throws IOException {
    work = folders.make().resolve("missing/work");
  }

  @Test
  void it_is_made_for_its_owner_alone() throws IOException {
    try (WorkDirectory directory = WorkDirectory.open(work)) {
      assertThat(Listing.inFull(work.getParent()))
          .filteredOn(line -> line.startsWith("work d 700") || line.startsWith("work/b"))
          .allMatch(line -> line.contains(" d 700 ") || line.contains(".lock f 600 "))
          .hasSize(5);
      assertThat(directory.newDirectory()).isEmptyDirectory();
    }
  }

  @Test
  void builds_do_not_get_into_each_others_way() throws IOException {
    WorkDirectory first = WorkDirectory.open(work);
    Path kept = Files.createFile(first.newDirectory().resolve("file"));
    WorkDirectory second = WorkDirectory.open(work);
    assertThat(second.newDirectory()).isNotEqualTo(kept.getParent()).isEmptyDirectory();
    second.close();
    assertThat(kept).exists();
    first.close();
    assertThat(kept).doesNotExist();
    first.close();
    assertThat(Listing.of(work)).containsExactly("bases d", "builds d");
  }

  @Test
  void what_a_dead_build_left_is_removed_and_what_a_living_one_has_is_not() throws IOException {
    try (WorkDirectory alive = WorkDirectory.open(work)) {
      Path kept = Files.createFile(alive.newDirectory().resolve("file"));
      Path dead = Files.createDirectories(work.resolve("builds/7/1/deep"));
      Files.createSymbolicLink(dead.resolve("link"), folders.make());
      Files.createFile(work.resolve("builds/7.lock"));
      Files.createDirectories(work.resolve("builds/8"));
      try (WorkDirectory next = WorkDirectory.open(work)) {
        assertThat(work.resolve("builds/7")).doesNotExist();
        assertThat(work.resolve("builds/8")).doesNotExist();
        assertThat(kept).exists();
        assertThat(next.bases()).isEmptyDirectory();
      }
    }
  }

  @Test
  void a_directory_that_others_can_change_is_refused() throws IOException {
    Files.createDirectories(work);
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> WorkDirectory.open(work))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("tamper");
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setAttribute(work, "unix:uid", 1000);
    assertThatThrownBy(() -> WorkDirectory.open(work)).isInstanceOf(EnvironmentFailure.class);
    assertThat(Listing.of(work)).as("nothing was put there").isEmpty();
  }

  @Test
  void a_place_that_is_no_directory_is_told_with_what_to_do() throws IOException {
    Files.createDirectories(work.getParent());
    Files.createFile(work);
    assertThatThrownBy(() -> WorkDirectory.open(work))
        .isInstanceOfSatisfying(
            EnvironmentFailure.class, failure -> assertThat(failure.hint()).isPresent())
        .hasMessageContaining("work: Not a directory");
  }
}
