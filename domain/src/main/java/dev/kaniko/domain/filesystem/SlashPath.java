package dev.kaniko.domain.filesystem;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths as text, absolute or relative, that need not lie in any root: see {@link FilePath}. */
public final class SlashPath {
  private SlashPath() {}

  /**
   * The shortest path that means the same: without {@code .}, doubled or trailing slashes, and with
   * {@code ..} resolved where that can be done by looking at the text. The empty path is {@code .}.
   * Spec: <a href="https://pkg.go.dev/path#Clean">path.Clean</a>.
   */
  public static String clean(String path) {
    boolean absolute = path.startsWith("/");
    Deque<String> kept = new ArrayDeque<>();
    for (String component : path.split("/")) {
      switch (component) {
        case "", "." -> {}
        case ".." -> {
          if (!kept.isEmpty() && !kept.peekLast().equals("..")) {
            kept.removeLast();
          } else if (!absolute) {
            kept.addLast(component);
          }
        }
        default -> kept.addLast(component);
      }
    }
    String joined = String.join("/", kept);
    if (absolute) {
      return "/" + joined;
    }
    return joined.isEmpty() ? "." : joined;
  }

  /**
   * The last component as it is written; trailing slashes do not count. The base of the empty path
   * is {@code .}, that of nothing but slashes {@code /}. Spec: <a
   * href="https://pkg.go.dev/path#Base">path.Base</a>.
   */
  public static String base(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    if (end == 0) {
      return path.isEmpty() ? "." : "/";
    }
    return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
  }
}
