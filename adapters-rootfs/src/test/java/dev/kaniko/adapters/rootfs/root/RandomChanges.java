package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.adapters.rootfs.linux.DirectoryHandle;
import dev.kaniko.adapters.rootfs.linux.FileStatus;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Does to a directory what commands do, at random but the same for the same seed. */
final class RandomChanges {
  private final Random random;
  private final Path root;

  RandomChanges(Random random, Path root) {
    this.random = random;
    this.root = root;
  }

  void make(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      change(random.nextInt(15));
    }
  }

  private void change(int kind) throws IOException {
    switch (kind) {
      case 0, 1, 2 -> write(fresh(), StandardOpenOption.CREATE_NEW);
      case 3, 4 -> Files.createDirectory(fresh());
      case 5 -> Files.createSymbolicLink(fresh(), Path.of("../" + name() + "/" + name()));
      case 6 -> node(fresh());
      case 7 -> {
        Path to = fresh();
        Files.createLink(to, any(path -> !isDirectory(path)));
      }
      case 8 -> write(any(Files::isRegularFile), StandardOpenOption.APPEND);
      case 9 -> write(any(Files::isRegularFile), StandardOpenOption.TRUNCATE_EXISTING);
      case 10 -> remove(any(path -> true));
      case 11 -> move(any(path -> !isDirectory(path)), fresh());
      case 12 -> mode(any(path -> !Files.isSymbolicLink(path)));
      case 13 -> owner(any(path -> true));
      case 14 -> attribute(any(path -> isDirectory(path) || Files.isRegularFile(path)));
      default -> throw new IllegalArgumentException("kind " + kind);
    }
  }

  private void write(Path path, StandardOpenOption how) throws IOException {
    if (how != StandardOpenOption.CREATE_NEW && Files.isSymbolicLink(path)) {
      return;
    }
    String content = "x".repeat(random.nextInt(2)) + random.nextInt(3);
    Files.writeString(path, content, how, StandardOpenOption.WRITE);
    if (random.nextInt(3) > 0) {
      // As in files that come from a layer: only the content can tell two of them apart.
      Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(1_000_000)));
    }
  }

  private void node(Path path) throws IOException {
    try (DirectoryHandle parent = DirectoryHandle.open(path.getParent())) {
      boolean device = random.nextBoolean();
      FileStatus.Type type = device ? FileStatus.Type.CHARACTER_DEVICE : FileStatus.Type.FIFO;
      parent.makeNode(path.getFileName().toString(), type, device ? 1 : 0, device ? 3 : 0);
    }
  }

  private void move(Path from, Path to) throws IOException {
    if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(from, to);
    }
  }

  private void remove(Path path) throws IOException {
    if (path.equals(root.resolve("."))) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void mode(Path path) throws IOException {
    int[] modes = {0644, 0755, 04711, 01777, 0700};
    Files.setAttribute(path, "unix:mode", modes[random.nextInt(modes.length)]);
  }

  private void owner(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", random.nextInt(2), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", random.nextInt(2), LinkOption.NOFOLLOW_LINKS);
  }

  private void attribute(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return;
    }
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
    if (view.list().contains("a") && random.nextBoolean()) {
      view.delete("a");
    } else {
      view.write("a", java.nio.ByteBuffer.wrap(new byte[] {(byte) random.nextInt(3)}));
    }
  }

  /** A path where nothing is; whatever was there is removed. */
  private Path fresh() throws IOException {
    Path path = any(RandomChanges::isDirectory).resolve(name());
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      remove(path);
    }
    return path;
  }

  private String name() {
    return String.valueOf((char) ('a' + random.nextInt(6)));
  }

  private Path any(java.util.function.Predicate<Path> wanted) throws IOException {
    List<Path> all = new ArrayList<>();
    // The dot leads through the link that a descriptor's path is; its real path would be "/".
    try (Stream<Path> found = Files.walk(root.resolve("."))) {
      found.filter(wanted).sorted().forEach(all::add);
    }
    if (all.isEmpty()) {
      Path made = root.resolve("./first" + random.nextInt());
      Files.createFile(made);
      return made;
    }
    return all.get(random.nextInt(all.size()));
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }
}
