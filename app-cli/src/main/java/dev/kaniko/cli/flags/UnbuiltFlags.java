package dev.kaniko.cli.flags;

import java.util.Map;
import java.util.TreeMap;

/**
 * Flags of kaniko's that this version does not have yet, some of docker build's, and what to do
 * without each.
 */
public final class UnbuiltFlags {
  private UnbuiltFlags() {}

  /** By the flag's name, dashes included. */
  public static Map<String, String> all() {
    Map<String, String> flags = new TreeMap<>();
    flags.put("--materialize", "use --tar-path and unpack that");
    flags.put("--pre-cleanup", "nothing of the machine's files is in the build");
    return flags;
  }
}
