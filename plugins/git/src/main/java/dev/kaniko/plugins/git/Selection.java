package dev.kaniko.plugins.git;

import dev.kaniko.ports.context.ContextNotAvailable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a repository is wanted, as the fragment ({@code #REF:DIRECTORY}) or the query ({@code
 * ?branch=…&subdir=…}) of a location says it.
 *
 * @param reference a branch, a tag, a full name ({@code refs/…}) or a commit; empty for the usual
 *     one
 * @param commit that it must come to, or its first digits; empty for any
 * @param directory of the repository that is wanted; empty for all
 * @param keepsGitDirectory whether Git's own files are wanted
 * @param submodules whether they are wanted
 * @param commitTimes whether files have the time of the commit
 */
record Selection(
    String reference,
    String commit,
    String directory,
    boolean keepsGitDirectory,
    boolean submodules,
    boolean commitTimes) {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern PART_OF_COMMIT = Pattern.compile("[0-9a-f]{7,40}");
  private static final Set<String> TRUE = Set.of("", "1", "t", "T", "true", "TRUE", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

  /** A fragment by the rules of kaniko and BuildKit, behind the first {@code #}. */
  static Selection ofFragment(String fragment) throws ContextNotAvailable {
    String[] parts = fragment.split("#", 2);
    int colon = parts[0].indexOf(':');
    String reference = colon < 0 ? parts[0] : parts[0].substring(0, colon);
    String directory = colon < 0 ? "" : parts[0].substring(colon + 1);
    if (parts.length > 1 && !COMMIT.matcher(parts[1]).matches()) {
      throw new ContextNotAvailable(
          "what is behind the second # names no commit", "a commit has 40 hexadecimal digits");
    }
    return new Selection(
        parts.length > 1 ? parts[1] : reference, "", directory, false, true, false);
  }

  /**
   * The same with what a query says.
   *
   * @throws ContextNotAvailable when it says something unknown, twice, or other than the fragment
   */
  Selection with(String query) throws ContextNotAvailable {
    Map<String, String> values = values(query);
    String named = name(values);
    String wanted = values.getOrDefault("commit", "");
    boolean byCommit = flag(values, "fetch-by-commit", false);
    if (!wanted.isEmpty() && !PART_OF_COMMIT.matcher(wanted).matches()) {
      throw new ContextNotAvailable(
          "a checksum of a repository is a commit, or its first digits: " + wanted);
    }
    if (byCommit && !COMMIT.matcher(wanted).matches()) {
      throw new ContextNotAvailable("fetch-by-commit needs a commit with all its 40 digits");
    }
    String name = one("ref", reference, named);
    boolean isCommitAlone = name.isEmpty() && COMMIT.matcher(wanted).matches();
    return new Selection(
        isCommitAlone || byCommit ? wanted : name,
        wanted,
        one("subdir", directory, values.getOrDefault("subdir", "")),
        flag(values, "keep-git-dir", keepsGitDirectory),
        flag(values, "submodules", submodules),
        times(values));
  }

  private static Map<String, String> values(String query) throws ContextNotAvailable {
    Map<String, String> values = new HashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      String known =
          switch (key) {
            case "checksum", "commit" -> "commit";
            case "ref", "tag", "branch", "subdir", "keep-git-dir" -> key;
            case "submodules", "mtime", "fetch-by-commit" -> key;
            default ->
                throw new ContextNotAvailable(
                    "unexpected query \"" + key + "\"",
                    "there are ref, branch, tag, commit, checksum, subdir, keep-git-dir,"
                        + " submodules, mtime and fetch-by-commit");
          };
      if (values.put(known, value) != null) {
        throw new ContextNotAvailable("the query has " + known + " more than once");
      }
    }
    return values;
  }

  private static String decoded(String value) throws ContextNotAvailable {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ContextNotAvailable("the query has a % without two digits behind it");
    }
  }

  private static String name(Map<String, String> values) throws ContextNotAvailable {
    String name = "";
    for (String key : new String[] {"ref", "branch", "tag"}) {
      String value = values.getOrDefault(key, "");
      String full =
          switch (key) {
            case "branch" -> full("refs/heads/", value);
            case "tag" -> full("refs/tags/", value);
            default -> value;
          };
      name = one("ref, branch and tag", name, full);
    }
    return name;
  }

  private static String full(String kind, String name) {
    return name.isEmpty() || name.startsWith(kind) ? name : kind + name;
  }

  private static String one(String what, String first, String second) throws ContextNotAvailable {
    if (!first.isEmpty() && !second.isEmpty() && !first.equals(second)) {
      throw new ContextNotAvailable(what + ": " + first + " and " + second + " are both named");
    }
    return first.isEmpty() ? second : first;
  }

  private static boolean flag(Map<String, String> values, String key, boolean usual)
      throws ContextNotAvailable {
    String value = values.get(key);
    if (value == null) {
      return usual;
    }
    if (!TRUE.contains(value) && !FALSE.contains(value)) {
      throw new ContextNotAvailable(key + " is neither true nor false: " + value);
    }
    return TRUE.contains(value);
  }

  private static boolean times(Map<String, String> values) throws ContextNotAvailable {
    return switch (values.getOrDefault("mtime", "checkout")) {
      case "checkout" -> false;
      case "commit" -> true;
      default -> throw new ContextNotAvailable("mtime is neither checkout nor commit");
    };
  }

  /** For a submodule: that commit, and the rest alike. */
  Selection ofSubmodule(String at) {
    return new Selection(at, at, "", keepsGitDirectory, true, commitTimes);
  }

  boolean namesCommit() {
    return COMMIT.matcher(reference).matches();
  }
}
