package dev.kaniko.adapters.rootfs.root;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * Tells whether a file was changed: by its mode, owner, device numbers, attributes, size and mtime;
 * and by its content only where both times are whole seconds, as they are in files that come from a
 * layer. That is the rule of containerd and BuildKit, but for directories whose mtime alone was
 * changed: Docker's engine has them in its layers, and they belong there.
 */
public final class FileComparison {
  private static final int BUFFER_SIZE = 1 << 16;

  private FileComparison() {}

  /**
   * For the root itself, whose mtime no layer keeps, as with Docker: each command that makes a
   * top-level file changes it.
   */
  public static boolean isSameRoot(FileNode before, FileNode after) {
    return before.metadata().sameButTime(after.metadata());
  }

  public static boolean isSame(FileNode before, FileNode after) throws IOException {
    return before.metadata().sameButTime(after.metadata())
        && switch (after) {
          case Directory now -> before instanceof Directory old && hasSameTime(old, now);
          case RegularFile file -> before instanceof RegularFile old && isSameFile(old, file);
          case Symlink link ->
              before instanceof Symlink old
                  && hasSameTime(old, link)
                  && old.target().equals(link.target());
          case Special special ->
              before instanceof Special old
                  && hasSameTime(old, special)
                  && old.kind() == special.kind()
                  && old.major() == special.major()
                  && old.minor() == special.minor();
        };
  }

  private static boolean isSameFile(RegularFile before, RegularFile after) throws IOException {
    return before.size() == after.size()
        && hasSameTime(before, after)
        && (!isWholeSecond(after.metadata().modified())
            || isSameContent(before.content(), after.content()));
  }

  private static boolean isWholeSecond(Instant time) {
    return time.equals(time.truncatedTo(ChronoUnit.SECONDS));
  }

  private static boolean hasSameTime(FileNode before, FileNode after) {
    Instant old = before.metadata().modified();
    return old.equals(after.metadata().modified());
  }

  private static boolean isSameContent(FileContent before, FileContent after) throws IOException {
    byte[] old = new byte[BUFFER_SIZE];
    byte[] now = new byte[BUFFER_SIZE];
    try (InputStream first = before.open();
        InputStream second = after.open()) {
      while (true) {
        int length = first.readNBytes(old, 0, BUFFER_SIZE);
        if (length != second.readNBytes(now, 0, BUFFER_SIZE)
            || !Arrays.equals(old, 0, length, now, 0, length)) {
          return false;
        }
        if (length < BUFFER_SIZE) {
          return true;
        }
      }
    }
  }
}
