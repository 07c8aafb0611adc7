package dev.kaniko.domain.filesystem;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * An absolute, clean path inside a root: {@code /} or {@code /a/b}, without {@code .}, {@code ..},
 * doubled or trailing slashes.
 *
 * <p>File names on Linux are bytes, so the path is kept one byte a char (ISO-8859-1): every name
 * round-trips, and the order of strings is the order of bytes. Text of a Dockerfile enters by
 * {@link #ofText} and leaves for people's eyes by {@link #text}.
 *
 * @param bytes the path, each char a byte
 */
public record FilePath(String bytes) implements Comparable<FilePath> {
  public static final FilePath ROOT = new FilePath("/");

  public FilePath {
    if (bytes.isEmpty() || bytes.charAt(0) != '/') {
      throw new IllegalArgumentException("not an absolute path: " + bytes);
    }
  }

  /**
   * The path that {@code bytes} names below the root: cleaned, with {@code ..} clamped at the root
   * as a kernel does for a chrooted process. Whether the string starts with a slash makes no
   * difference.
   */
  public static FilePath of(String bytes) {
    if (isClean(bytes)) {
      return new FilePath(bytes);
    }
    Deque<String> kept = new ArrayDeque<>();
    for (String component : bytes.split("/")) {
      switch (component) {
        case "", "." -> {}
        case ".." -> kept.pollLast();
        default -> kept.addLast(component);
      }
    }
    return kept.isEmpty() ? ROOT : new FilePath("/" + String.join("/", kept));
  }

  /** As {@link #of}, for a path written as text, whose bytes are its UTF-8 encoding. */
  public static FilePath ofText(String text) {
    return of(bytesOf(text));
  }

  /** The bytes, one a char, of a name written as text. */
  public static String bytesOf(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** For people's eyes: the bytes read as UTF-8, with a replacement mark for what is not. */
  public static String textOf(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  public String text() {
    return textOf(bytes);
  }

  public boolean isRoot() {
    return bytes.length() == 1;
  }

  /** The last component; empty for the root. */
  public String name() {
    return bytes.substring(bytes.lastIndexOf('/') + 1);
  }

  /** The directory that holds this; the root is its own parent. */
  public FilePath parent() {
    int slash = bytes.lastIndexOf('/');
    return slash == 0 ? ROOT : new FilePath(bytes.substring(0, slash));
  }

  /** The entry {@code name} (one clean component) of this directory. */
  public FilePath child(String name) {
    return new FilePath(isRoot() ? "/" + name : bytes + "/" + name);
  }

  /** {@code relative} read from here, cleaned; an absolute one starts from the root. */
  public FilePath resolve(String relative) {
    return relative.startsWith("/") ? of(relative) : of(bytes + "/" + relative);
  }

  /** True for this path itself and everything below {@code directory}. */
  public boolean isAtOrBelow(FilePath directory) {
    return directory.isRoot()
        || (bytes.startsWith(directory.bytes)
            && (bytes.length() == directory.bytes.length()
                || bytes.charAt(directory.bytes.length()) == '/'));
  }

  /** This path as read from {@code directory}, which is at or above it; empty for the same path. */
  public String relativeTo(FilePath directory) {
    if (!isAtOrBelow(directory)) {
      throw new IllegalArgumentException(this + " is not below " + directory);
    }
    if (directory.isRoot()) {
      return bytes.substring(1);
    }
    return bytes.length() == directory.bytes.length()
        ? ""
        : bytes.substring(directory.bytes.length() + 1);
  }

  /** Without the leading slash, as a layer's tar names it; empty for the root. */
  public String relative() {
    return bytes.substring(1);
  }

  public List<String> components() {
    return isRoot() ? List.of() : List.of(bytes.substring(1).split("/"));
  }

  /** Every directory above this, the root first; empty for the root. */
  public List<FilePath> ancestors() {
    List<FilePath> above = new ArrayList<>();
    for (FilePath path = this; !path.isRoot(); ) {
      path = path.parent();
      above.addFirst(path);
    }
    return above;
  }

  /**
   * A bound for ranges of sorted paths: greater than every path below this one, less than all that
   * follow those. It is not the path of a file: its last char is no byte.
   */
  public FilePath afterAllBelow() {
    return new FilePath(isRoot() ? "/\uffff" : bytes + "/\uffff");
  }

  /** Depth first: a directory, then all that is below it, then its next sibling in byte order. */
  @Override
  public int compareTo(FilePath other) {
    int shorter = Math.min(bytes.length(), other.bytes.length());
    for (int i = 0; i < shorter; i++) {
      char a = bytes.charAt(i);
      char b = other.bytes.charAt(i);
      if (a != b) {
        return Character.compare(a == '/' ? 0 : a, b == '/' ? 0 : b);
      }
    }
    return Integer.compare(bytes.length(), other.bytes.length());
  }

  @Override
  public String toString() {
    return text();
  }

  private static boolean isClean(String bytes) {
    if (bytes.isEmpty() || bytes.charAt(0) != '/') {
      return false;
    }
    int start = 1;
    while (start <= bytes.length()) {
      int slash = bytes.indexOf('/', start);
      int end = slash < 0 ? bytes.length() : slash;
      int length = end - start;
      boolean dots =
          (length == 1 && bytes.charAt(start) == '.')
              || (length == 2 && bytes.charAt(start) == '.' && bytes.charAt(start + 1) == '.');
      if (length == 0 || dots) {
        return bytes.length() == 1;
      }
      start = end + 1;
    }
    return true;
  }
}
