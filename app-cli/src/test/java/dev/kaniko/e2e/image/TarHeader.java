package dev.kaniko.e2e.image;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a tar says about one of its entries.
 *
 * @param name as written: a directory's ends with a slash
 * @param mode permission bits, setuid, setgid and sticky
 * @param size of the content that follows; 0 for everything but files
 * @param modified seconds since 1970, fractions cut off
 * @param linkTarget of symlinks and hard links, as written; empty for the rest
 * @param device {@code major:minor}; empty for what is no device
 * @param xattrs names and values are bytes, one a char
 */
public record TarHeader(
    String name,
    FileKind kind,
    int mode,
    long uid,
    long gid,
    long size,
    long modified,
    String linkTarget,
    String device,
    SortedMap<String, String> xattrs) {

  public TarHeader {
    xattrs = Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
  }

  /** The name without slashes around it: {@code etc/passwd}; empty for the root. */
  public String path() {
    String path = name.startsWith("./") ? name.substring(2) : name;
    while (path.startsWith("/")) {
      path = path.substring(1);
    }
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return path.equals(".") ? "" : path;
  }
}
