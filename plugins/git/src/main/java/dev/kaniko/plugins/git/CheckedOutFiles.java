package dev.kaniko.plugins.git;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;

/** The files of a commit, whose modes are to be those of Git and not of this machine's umask. */
final class CheckedOutFiles {
  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final Path directory;

  CheckedOutFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Sets modes, and times where that is wanted.
   *
   * @param time of all files; empty to leave them as they are
   */
  void settle(Repository repository, Optional<Instant> time) throws IOException {
    Files.walkFileTree(directory, new Settling(time));
    DirCache index = repository.readDirCache();
    for (int i = 0; i < index.getEntryCount(); i++) {
      DirCacheEntry entry = index.getEntry(i);
      if (FileMode.EXECUTABLE_FILE.equals(entry.getRawMode())) {
        Files.setPosixFilePermissions(directory.resolve(entry.getPathString()), EXECUTABLE);
      }
    }
  }

  private final class Settling extends SimpleFileVisitor<Path> {
    private final Optional<Instant> time;

    Settling(Optional<Instant> time) {
      this.time = time;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
        throws IOException {
      if (path.equals(directory.resolve(".git"))) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      Files.setPosixFilePermissions(path, EXECUTABLE);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()) {
        Files.setPosixFilePermissions(path, PLAIN);
      }
      touch(path);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path path, IOException failure) throws IOException {
      if (failure != null) {
        throw failure;
      }
      touch(path);
      return FileVisitResult.CONTINUE;
    }

    private void touch(Path path) throws IOException {
      if (time.isPresent()) {
        BasicFileAttributeView view =
            Files.getFileAttributeView(
                path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        view.setTimes(FileTime.from(time.get()), null, null);
      }
    }
  }
}
