package dev.kaniko.adapters.rootfs.root.inplace;

import dev.kaniko.domain.filesystem.FilePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is mounted, as the kernel tells in {@code /proc/self/mountinfo} (proc(5)). */
public final class MountPoints {
  private static final Path FILE = Path.of("/proc/self/mountinfo");
  private static final int MOUNT_POINT = 4;
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  private MountPoints() {}

  /** All mount points below {@code directory}, as paths inside of it. */
  public static Set<FilePath> below(FilePath directory) throws IOException {
    return below(directory, Files.readString(FILE, StandardCharsets.ISO_8859_1));
  }

  static Set<FilePath> below(FilePath directory, String mountInfo) {
    return mountInfo
        .lines()
        .map(line -> FilePath.of(unescaped(line.split(" ", MOUNT_POINT + 2)[MOUNT_POINT])))
        .filter(point -> point.isAtOrBelow(directory) && !point.equals(directory))
        .map(point -> FilePath.of(point.relativeTo(directory)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Blanks and the like come as three octal digits. */
  private static String unescaped(String field) {
    return ESCAPE
        .matcher(field)
        .replaceAll(
            match -> {
              char one = (char) Integer.parseInt(match.group(1), 8);
              return java.util.regex.Matcher.quoteReplacement(String.valueOf(one));
            });
  }
}
