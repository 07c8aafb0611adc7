package dev.kaniko.cli.flags;

import java.util.Map;
import java.util.TreeMap;

/** Flags of kaniko's that this version does not have yet, and what to do without each. */
public final class UnbuiltFlags {
  private UnbuiltFlags() {}

  /** By the flag's name, dashes included. */
  public static Map<String, String> all() {
    Map<String, String> flags = new TreeMap<>();
    flags.put("--annotation", "set a label instead");
    flags.put("--cache-dir", "base images are fetched from their registry");
    flags.put("--compressed-caching", "layers are never held in memory");
    flags.put("--credential-helpers", "config.json says which helpers are asked");
    flags.put("--dryrun", "use --no-push");
    flags.put("--force-build-metadata", "the history of every instruction is recorded anyway");
    flags.put("--materialize", "use --tar-path and unpack that");
    flags.put("--pre-cleanup", "nothing of the machine's files is in the build");
    flags.put("--preserve-context", "the context is never changed");
    flags.put("--push-ignore-immutable-tag-errors", "push to a new tag");
    return flags;
  }
}
