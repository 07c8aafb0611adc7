package dev.kaniko.adapters.rootfs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileHandleTest {
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

  @ParameterizedTest
  @EnumSource(FileStatus.Type.class)
  void owner_and_time_of_every_kind_of_file_can_be_set(FileStatus.Type type) throws IOException {
    make(type);
    Instant time = Instant.ofEpochSecond(1_234_567_890, 123_456_789);
    try (FileHandle file = directory.entry("file").orElseThrow()) {
      file.setOwner(3_000_000_000L, 4_000_000_000L);
      file.setModified(time);
    }
    FileStatus status = directory.status("file").orElseThrow();
    assertThat(status.type()).isEqualTo(type);
    assertThat(status.uid()).isEqualTo(3_000_000_000L);
    assertThat(status.gid()).isEqualTo(4_000_000_000L);
    assertThat(status.modified()).isEqualTo(time);
  }

  @Test
  void what_is_done_to_a_symlink_is_not_done_to_its_target() throws IOException {
    Path target = Files.createFile(folder.resolve("target"));
    Files.createSymbolicLink(folder.resolve("file"), target);
    FileStatus before = directory.status("target").orElseThrow();
    try (FileHandle link = directory.entry("file").orElseThrow()) {
      link.setOwner(7, 8);
      link.setModified(Instant.EPOCH);
    }
    assertThat(directory.status("target").orElseThrow()).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(folder.resolve("file"), LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(java.nio.file.attribute.FileTime.from(Instant.EPOCH));
  }

  @ParameterizedTest
  @EnumSource(
      value = FileStatus.Type.class,
      names = {"SYMLINK"},
      mode = EnumSource.Mode.EXCLUDE)
  void every_mode_but_a_symlinks_can_be_set(FileStatus.Type type) throws IOException {
    make(type);
    try (FileHandle file = directory.entry("file").orElseThrow()) {
      file.setMode(07753);
      assertThat(file.status().permissions()).isEqualTo(07753);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1969-12-31T23:59:58.5Z",
        "1970-01-01T00:00:00Z",
        "2300-01-01T00:00:00.000000001Z"
      })
  void times_before_and_long_after_the_epoch_survive(String text) throws IOException {
    try (FileHandle file = directory.makeFile("file").orElseThrow()) {
      file.setModified(Instant.parse(text));
      assertThat(file.status().modified()).isEqualTo(Instant.parse(text));
    }
  }

  @Test
  void attributes_are_bytes_and_can_be_chosen_and_removed() throws IOException {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 256; c++) {
      all.append(c);
    }
    try (FileHandle file = directory.makeFile("file").orElseThrow()) {
      file.setXattr("user.all", all.toString());
      file.setXattr("user.empty", "");
      file.setXattr("trusted.other", "x");
      Map<String, String> users = Map.of("user.all", all.toString(), "user.empty", "");
      assertThat(file.xattrs(name -> name.startsWith("user."))).isEqualTo(users);
      assertThat(directory.xattrs("file", name -> name.startsWith("user."))).isEqualTo(users);
      file.removeXattr("user.all");
      file.removeXattr("user.never.there");
      assertThat(file.xattrs(name -> true)).containsOnlyKeys("user.empty", "trusted.other");
    }
  }

  @Test
  void attributes_of_a_symlink_are_its_own() throws IOException {
    Path target = Files.createFile(folder.resolve("target"));
    Files.createSymbolicLink(folder.resolve("file"), target);
    try (FileHandle link = directory.entry("file").orElseThrow();
        FileHandle file = directory.entry("target").orElseThrow()) {
      file.setXattr("user.target", "1");
      link.setXattr("trusted.link", "2");
      assertThat(link.xattrs(name -> true)).isEqualTo(Map.of("trusted.link", "2"));
      assertThat(directory.xattrs("file", name -> true)).isEqualTo(Map.of("trusted.link", "2"));
      assertThat(file.xattrs(name -> true)).isEqualTo(Map.of("user.target", "1"));
    }
  }

  private void make(FileStatus.Type type) throws IOException {
    switch (type) {
      case REGULAR -> Files.createFile(folder.resolve("file"));
      case DIRECTORY -> directory.makeDirectory("file");
      case SYMLINK -> directory.makeSymlink("file", "missing");
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> directory.makeNode("file", type, 1, 7);
    }
  }
}
