package dev.kaniko.domain.dockerfile.mount;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A file system, or a file, that is there while one RUN runs, and leaves nothing in the layer. */
public sealed interface RunMount {

  /**
   * Files of the build context, a stage or an image.
   *
   * @param target as written; a relative one starts at the WORKDIR
   * @param source a path below the root of {@code from}
   * @param from a stage's name or number, or an image; empty for the build context
   * @param readOnly when not, changes are possible, and lost afterwards
   */
  record Bind(String target, String source, Optional<String> from, boolean readOnly)
      implements RunMount {}

  /**
   * A directory that is kept from build to build.
   *
   * @param target as written; a relative one starts at the WORKDIR
   * @param source a path below the root of {@code from}
   * @param from what a new cache starts as; empty for an empty directory
   */
  record Cache(
      String id,
      String target,
      String source,
      Optional<String> from,
      Sharing sharing,
      boolean readOnly,
      FileAccess access)
      implements RunMount {}

  /**
   * A directory in memory.
   *
   * @param target as written; a relative one starts at the WORKDIR
   * @param size its limit in bytes; empty for none
   */
  record Tmpfs(String target, OptionalLong size, boolean readOnly) implements RunMount {}

  /**
   * A secret of the build's.
   *
   * @param target the file that holds it; empty when it is only to be a variable
   * @param environment the variable that holds it
   * @param required without the secret the build fails; otherwise file and variable are not there
   */
  record Secret(
      String id,
      Optional<String> target,
      Optional<String> environment,
      boolean required,
      FileAccess access)
      implements RunMount {}

  /**
   * The socket of an SSH agent.
   *
   * @param target empty for {@code /run/buildkit/ssh_agent.N}, N counted from 0 within the RUN
   * @param required without the agent the build fails; otherwise the socket is not there
   */
  record Ssh(String id, Optional<String> target, boolean required, FileAccess access)
      implements RunMount {}

  /**
   * @param mode permission bits
   */
  record FileAccess(int mode, long uid, long gid) {}

  /** What happens when two RUNs use one cache at a time. */
  enum Sharing {
    SHARED,
    /** Each gets a cache of its own. */
    PRIVATE,
    /** The second waits. */
    LOCKED
  }

  /**
   * Reads the value of {@code --mount}, its variables expanded.
   *
   * @throws IllegalArgumentException when a key or value is not right, one sentence for the user
   */
  static RunMount parse(String value) {
    return new MountParser().parse(CsvFields.split(value));
  }

  /**
   * Checks what does not have to wait for the variables.
   *
   * @throws IllegalArgumentException when the text cannot be split, or {@code from} has a variable
   */
  static void check(String value) {
    for (String field : CsvFields.split(value)) {
      int equals = field.indexOf('=');
      if (equals > 0
          && field.substring(0, equals).toLowerCase(Locale.ROOT).equals("from")
          && field.indexOf('$', equals) >= 0) {
        throw new IllegalArgumentException(
            "'from' doesn't support variable expansion, define alias stage instead");
      }
    }
  }

  /** The {@code from} of a value that may still have variables, which {@code from} has not. */
  static Optional<String> fromOf(String value) {
    return lastOf(value, MountKey.FROM).filter(from -> !from.isEmpty());
  }

  /** The {@code target} of a value, variables not replaced; empty text when there is none. */
  static String targetOf(String value) {
    return lastOf(value, MountKey.TARGET).orElse("");
  }

  private static Optional<String> lastOf(String value, MountKey key) {
    Optional<String> last = Optional.empty();
    for (String field : CsvFields.split(value)) {
      int equals = field.indexOf('=');
      String name = field.substring(0, Math.max(0, equals)).toLowerCase(Locale.ROOT);
      if (MountKey.named(name).equals(Optional.of(key))) {
        last = Optional.of(field.substring(equals + 1));
      }
    }
    return last;
  }

  /** The value of {@code --mount} with the variables in each of its values replaced. */
  static String expand(String value, Expansion expansion) {
    List<String> fields = new ArrayList<>();
    for (String field : CsvFields.split(value)) {
      int end = field.indexOf('=') + 1;
      fields.add(end == 0 ? field : field.substring(0, end) + expansion.word(field.substring(end)));
    }
    return CsvFields.join(fields);
  }
}
