package dev.kaniko.adapters.rootfs.root.guest;

import dev.kaniko.adapters.rootfs.linux.FileStatus;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.ports.rootfs.CommandRunner.Obstacle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what keeps the files of an image from being laid into the pod by the guest. */
final class Hindrances {
  /** What container engines put into every root; commands find it in every container. */
  private static final Set<FilePath> OF_ENGINES =
      Set.of(FilePath.of("/.dockerenv"), FilePath.of("/etc/mtab"));

  private static final int MOST_NAMED = 3;

  private final Fixtures fixtures;
  private final Map<String, List<FilePath>> found = new LinkedHashMap<>();

  private Hindrances(Fixtures fixtures) {
    this.fixtures = fixtures;
  }

  /** All of them in one sentence; empty when there are none. */
  static Optional<Obstacle> of(FileTree image, Fixtures fixtures) {
    Hindrances hindrances = new Hindrances(fixtures);
    hindrances.seekForeignFiles();
    hindrances.seekIn(image);
    fixtures.closed().stream()
        .filter(path -> image.lookup(path).isPresent())
        .forEach(path -> hindrances.note("closed to the executor in the container", path));
    return hindrances.obstacle();
  }

  /** Commands would find files that are not in the image. */
  private void seekForeignFiles() {
    fixtures
        .files()
        .forEach(
            (path, status) -> {
              if (!status.isDirectory() && !OF_ENGINES.contains(path)) {
                note("the container's own, which cannot be removed", path);
              }
            });
  }

  private void seekIn(FileTree image) {
    Deque<FilePath> ahead = new ArrayDeque<>();
    image.lookup(FilePath.ROOT).ifPresent(root -> seekAt(FilePath.ROOT, root, ahead));
    while (!ahead.isEmpty()) {
      FilePath directory = ahead.removeLast();
      image.children(directory).forEach((name, node) -> seekAt(directory.child(name), node, ahead));
    }
  }

  private void seekAt(FilePath path, FileNode node, Deque<FilePath> ahead) {
    if (fixtures.leftAlone().covers(path)) {
      return;
    }
    FileStatus fixture = fixtures.files().get(path);
    FileStatus parent = fixtures.files().get(path.parent());
    if (fixture != null && (!fixture.isDirectory() || !(node instanceof Directory))) {
      note("something else in the container, which cannot be removed", path);
    } else if (fixture != null && !fixtures.guest().isAsOpen(fixture, node.metadata())) {
      note("more open to commands in the image than in the container", path);
    } else if (fixture == null && parent != null && !fixtures.guest().mayChange(parent)) {
      note("not to be made in " + Guest.ownerOf(path.parent(), parent), path);
    } else if (isDevice(node)) {
      note("a device, which only root can make", path);
    } else if (node instanceof Directory) {
      ahead.addLast(path);
    }
  }

  private static boolean isDevice(FileNode node) {
    return node instanceof Special special
        && switch (special.kind()) {
          case CHARACTER_DEVICE, BLOCK_DEVICE -> true;
          case FIFO, SOCKET -> false;
        };
  }

  private void note(String what, FilePath path) {
    found.computeIfAbsent(what, _ -> new ArrayList<>()).add(path);
  }

  private Optional<Obstacle> obstacle() {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    long user = fixtures.guest().uid();
    String all =
        found.entrySet().stream()
            .map(entry -> named(entry.getValue()) + ": " + entry.getKey())
            .collect(Collectors.joining("; "));
    return Optional.of(
        new Obstacle(
            "user " + user + " cannot lay the image's files into this container: " + all,
            "use a variant of the executor's image in which these directories are there and belong"
                + " to user "
                + user
                + ", or let the container run as its user 0"));
  }

  private static String named(List<FilePath> paths) {
    String first =
        paths.stream()
            .sorted()
            .limit(MOST_NAMED)
            .map(FilePath::text)
            .collect(Collectors.joining(", "));
    int more = paths.size() - MOST_NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
