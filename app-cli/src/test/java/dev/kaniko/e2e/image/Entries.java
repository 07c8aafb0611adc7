package dev.kaniko.e2e.image;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Layers for tests, written by hand. */
public final class Entries {
  public static final long TIME = 1_600_000_000;

  private Entries() {}

  public static Layer layer(String digest, LayerEntry... entries) {
    return new Layer(digest, "diff-of-" + digest, List.of(entries));
  }

  public static LayerEntry file(String name, String content) {
    return new LayerEntry(
        header(name, FileKind.FILE, 0644, content.length(), ""), new Content(content, content));
  }

  public static LayerEntry folder(String name) {
    return entry(header(name + "/", FileKind.DIRECTORY, 0755, 0, ""));
  }

  public static LayerEntry symlink(String name, String target) {
    return entry(header(name, FileKind.SYMLINK, 0777, 0, target));
  }

  public static LayerEntry link(String name, String target) {
    return entry(header(name, FileKind.HARD_LINK, 0644, 0, target));
  }

  public static LayerEntry entry(TarHeader header) {
    return new LayerEntry(header, Content.NONE);
  }

  private static TarHeader header(String name, FileKind kind, int mode, long size, String target) {
    return new TarHeader(name, kind, mode, 0, 0, size, TIME, target, "", new TreeMap<>(Map.of()));
  }
}
