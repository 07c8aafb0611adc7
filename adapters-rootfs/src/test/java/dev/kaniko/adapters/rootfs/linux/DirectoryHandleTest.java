package dev.kaniko.adapters.rootfs.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.adapters.rootfs.linux.DirectoryHandle.Removal;
import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryHandleTest {
  @RegisterExtension final TestFolder folders = new TestFolder();
  private Path folder;
  private DirectoryHandle directory;

  @BeforeEach
  void open() throws IOException {
    folder = folders.make();
    directory = DirectoryHandle.open(folder);
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
  }

  @Test
  void names_of_any_bytes_come_back_as_they_went_in() throws IOException {
    String latin = "caf\u00e9\u0001\n\u00ff";
    directory.makeFile(latin).orElseThrow().close();
    directory.makeDirectory("plain");

    assertThat(directory.names()).containsExactlyInAnyOrder(latin, "plain");
    assertThat(directory.names()).as("a second time").hasSize(2);
    assertThat(directory.status(latin)).isPresent();
  }

  @Test
  void a_directory_of_many_entries_is_listed_whole() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      String name = "a-name-that-is-long-enough-to-fill-the-buffer-more-than-once-" + i;
      Files.createFile(folder.resolve(name));
      names.add(name);
    }
    assertThat(directory.names()).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void no_component_of_a_path_is_followed_where_it_is_a_link() throws IOException {
    Files.createDirectories(folder.resolve("real/deep"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    Files.createSymbolicLink(folder.resolve("real/up"), Path.of("/"));

    assertThat(directory.findDirectory(FilePath.of("real/deep"))).isPresent();
    assertThat(directory.findDirectory(FilePath.of("link"))).isEmpty();
    assertThat(directory.findDirectory(FilePath.of("link/deep"))).isEmpty();
    assertThat(directory.find(FilePath.of("real/up/etc"))).isEmpty();
    try (FileHandle link = directory.find(FilePath.of("link")).orElseThrow()) {
      assertThat(link.status().type()).isEqualTo(FileStatus.Type.SYMLINK);
      assertThat(link.linkTarget()).isEqualTo("real");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_path_that_no_system_call_takes_is_walked(boolean openat2) throws IOException {
    FilePath path = FilePath.ROOT;
    DirectoryHandle at = DirectoryHandle.open(folder);
    for (int i = 0; i < 60; i++) {
      String name = "d".repeat(200) + i;
      at.makeDirectory(name);
      DirectoryHandle next = at.directory(name).orElseThrow();
      at.close();
      at = next;
      path = path.child(name);
    }
    at.makeFile("here").orElseThrow().close();
    at.close();

    assertThat(path.bytes().length()).isGreaterThan(12_000);
    long opened = new Beneath(openat2).open(descriptor(), path.child("here"), Flags.O_PATH, true);
    assertThat(opened).isPositive();
    Kernel.call(SystemCall.CLOSE, opened);
    long absent = new Beneath(openat2).open(descriptor(), path.child("no"), Flags.O_PATH, true);
    assertThat(absent).isEqualTo(-Errno.ENOENT.number());
  }

  @Test
  void without_openat2_links_are_not_followed_either() throws IOException {
    Files.createDirectories(folder.resolve("real/deep"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    Beneath walking = new Beneath(false);

    long through = walking.open(descriptor(), FilePath.of("link/deep"), Flags.O_PATH, true);
    assertThat(through).isEqualTo(-Errno.ENOTDIR.number());
    long last = walking.open(descriptor(), FilePath.of("link"), Flags.O_RDONLY, true);
    assertThat(last).isEqualTo(-Errno.ELOOP.number());
    long deep = walking.open(descriptor(), FilePath.of("real/deep"), Flags.O_PATH, true);
    assertThat(deep).isPositive();
    Kernel.call(SystemCall.CLOSE, deep);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_mount_below_is_not_entered_unless_asked_for(boolean openat2) throws IOException {
    try (DirectoryHandle root = DirectoryHandle.open(Path.of("/"))) {
      FilePath mounted = FilePath.of("proc/self");
      Beneath beneath = new Beneath(openat2);
      long inside = beneath.open(root.self().descriptor(), mounted, Flags.O_PATH, false);
      assertThat(inside).isEqualTo(-Errno.EXDEV.number());
      long crossed = beneath.open(root.self().descriptor(), mounted, Flags.O_PATH, true);
      assertThat(crossed).isPositive();
      Kernel.call(SystemCall.CLOSE, crossed);
    }
  }

  @Test
  void a_component_longer_than_any_name_leads_to_nothing() throws IOException {
    assertThat(directory.find(FilePath.of("x".repeat(300)))).isEmpty();
    assertThat(directory.find(FilePath.of("x".repeat(9000) + "/y"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/etc", "../x"})
  void only_a_single_component_is_taken_as_a_name(String name) {
    assertThatThrownBy(() -> directory.makeDirectory(name))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> directory.removeFile(name))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> directory.status(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_zero_byte_does_not_cut_a_name_short() throws IOException {
    Files.createFile(folder.resolve("kept"));
    assertThatThrownBy(() -> directory.removeFile("kept\0.tmp")).isInstanceOf(ErrnoException.class);
    assertThat(folder.resolve("kept")).exists();
  }

  @Test
  void a_name_that_is_taken_is_not_made_again() throws IOException {
    Files.createSymbolicLink(folder.resolve("taken"), Path.of("elsewhere"));

    assertThat(directory.makeDirectory("taken")).isFalse();
    assertThat(directory.makeFile("taken")).isEmpty();
    assertThat(directory.makeSymlink("taken", "x")).isFalse();
    assertThat(directory.makeLink("taken", directory, "taken")).isFalse();
    assertThat(directory.makeNode("taken", FileStatus.Type.FIFO, 0, 0)).isFalse();
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void device_numbers_of_any_size_survive() throws IOException {
    directory.makeNode("null", FileStatus.Type.CHARACTER_DEVICE, 1, 3);
    directory.makeNode("large", FileStatus.Type.BLOCK_DEVICE, 0xfff, 0xfffff);

    FileStatus null3 = directory.status("null").orElseThrow();
    assertThat(null3.type()).isEqualTo(FileStatus.Type.CHARACTER_DEVICE);
    assertThat(List.of(null3.major(), null3.minor())).containsExactly(1, 3);
    FileStatus large = directory.status("large").orElseThrow();
    assertThat(large.type()).isEqualTo(FileStatus.Type.BLOCK_DEVICE);
    assertThat(List.of(large.major(), large.minor())).containsExactly(0xfff, 0xfffff);
  }

  @Test
  void a_hard_link_to_a_symlink_links_the_symlink() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("missing"));
    assertThat(directory.makeLink("second", directory, "link")).isTrue();
    assertThat(directory.linkTarget("second")).isEqualTo("missing");
    assertThat(directory.status("second").orElseThrow().links()).isEqualTo(2);
  }

  @Test
  void removing_tells_files_directories_and_nothing_apart() throws IOException {
    Files.createDirectory(folder.resolve("directory"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("directory"));

    assertThat(directory.removeFile("link")).isEqualTo(Removal.REMOVED);
    assertThat(directory.removeFile("link")).isEqualTo(Removal.MISSING);
    assertThat(directory.removeFile("directory")).isEqualTo(Removal.IS_DIRECTORY);
    directory.removeDirectory("directory");
    assertThat(directory.names()).isEmpty();
  }

  @Test
  void a_pipe_in_the_place_of_a_file_is_an_error_and_no_wait() throws IOException {
    directory.makeNode("pipe", FileStatus.Type.FIFO, 0, 0);
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(() -> directory.openFile(FilePath.of("pipe")))
                .hasMessageContaining("no regular file"));
  }

  @Test
  void a_file_that_became_a_link_is_not_read() throws IOException {
    Files.createSymbolicLink(folder.resolve("passwd"), Path.of("/etc/passwd"));
    assertThatThrownBy(() -> directory.openFile(FilePath.of("passwd")))
        .isInstanceOfSatisfying(ErrnoException.class, e -> assertThat(e.is(Errno.ELOOP)).isTrue());
  }

  @Test
  void an_error_names_the_file_and_the_reason() {
    assertThatThrownBy(() -> DirectoryHandle.open(Path.of("/no/such/caf\u00e9")))
        .hasMessage("could not open the directory /no/such/caf\u00e9: No such file or directory");
  }

  @Test
  void a_closed_handle_is_never_used_again() throws IOException {
    DirectoryHandle other = DirectoryHandle.open(folder);
    other.close();
    other.close();
    assertThatThrownBy(other::names).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void content_larger_than_the_buffer_is_written_and_read_whole() throws IOException {
    byte[] bytes = new byte[1_000_003];
    new java.util.Random(5).nextBytes(bytes);
    try (FileHandle file = directory.makeFile("large").orElseThrow()) {
      file.write(bytes, 0, bytes.length);
    }
    assertThat(Files.readAllBytes(folder.resolve("large"))).isEqualTo(bytes);
    byte[] read = new byte[bytes.length];
    int done = 0;
    try (FileHandle file = directory.openFile(FilePath.of("large"))) {
      for (int n = 0; n >= 0; n = file.read(read, done, Math.min(70_000, read.length - done))) {
        done += n;
        if (done == read.length) {
          assertThat(file.read(new byte[1], 0, 1)).isEqualTo(-1);
          break;
        }
      }
    }
    assertThat(read).isEqualTo(bytes);
  }

  @Test
  void a_full_disk_is_told() throws IOException {
    try (DirectoryHandle dev = DirectoryHandle.open(Path.of("/dev"))) {
      long full =
          Beneath.OF_THIS_KERNEL.open(
              dev.self().descriptor(), FilePath.of("full"), Flags.O_WRONLY, true);
      try (FileHandle file = new FileHandle((int) full, "/dev/full")) {
        assertThatThrownBy(() -> file.write("x".getBytes(StandardCharsets.US_ASCII), 0, 1))
            .hasMessage("could not write /dev/full: No space left on device");
      }
    }
  }

  private int descriptor() {
    return directory.self().descriptor();
  }
}
