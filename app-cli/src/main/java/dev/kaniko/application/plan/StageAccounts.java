package dev.kaniko.application.plan;

import dev.kaniko.domain.account.Accounts;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the users and groups of a stage out of its files. */
public final class StageAccounts {
  private static final int LARGEST_FILE = 10 << 20;

  private StageAccounts() {}

  public static Accounts of(FileTree root) {
    return new Accounts(read(root, "/etc/passwd"), read(root, "/etc/group"));
  }

  /**
   * Who {@code spec} names as an owner. The stage's files are not looked at for numbers.
   *
   * @throws Accounts.UnknownAccount when a name is not there, or a number is no id
   */
  public static Accounts.Owner owner(FileTree root, String spec) {
    return Accounts.everywhere(spec).orElseGet(() -> of(root).owner(spec));
  }

  /** The file's text; empty when no regular file is there: a pipe must not hang the build. */
  private static String read(FileTree root, String path) {
    if (!(new PathResolver(root).find(FilePath.of(path)).orElse(null)
        instanceof RegularFile file)) {
      return "";
    }
    try (InputStream content = file.content().open()) {
      byte[] bytes = content.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new UnsafeContentFailure(path + " of the image", "larger than 10 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot read " + path + " of the image", e);
    }
  }
}
