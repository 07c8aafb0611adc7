package dev.kaniko.adapters.rootfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What {@code find} sees in a folder: a witness that shares nothing with the code under test. */
public final class Listing {
  private Listing() {}

  /** Path, type and, of links, the target: {@code usr/bin d}, {@code bin l usr/bin}. */
  public static List<String> of(Path folder) {
    return find(folder, "%P %y %l\\0");
  }

  /** As {@link #of}, with mode, owner, size, number of names and mtime in nanoseconds. */
  public static List<String> inFull(Path folder) {
    return find(folder, "%P %y %m %U:%G %s %n %T@ %l\\0");
  }

  private static List<String> find(Path folder, String format) {
    try {
      String found = TestFolder.run("find", folder.toString(), "-mindepth", "1", "-printf", format);
      return Arrays.stream(found.split("\0"))
          .filter(line -> !line.isEmpty())
          .map(String::stripTrailing)
          .sorted()
          .toList();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
