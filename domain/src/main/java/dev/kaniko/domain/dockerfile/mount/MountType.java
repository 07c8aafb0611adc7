package dev.kaniko.domain.dockerfile.mount;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The types of mounts. */
enum MountType {
  BIND,
  CACHE,
  TMPFS,
  SECRET,
  SSH;

  static Optional<MountType> named(String name) {
    return Arrays.stream(values()).filter(t -> t.name().equalsIgnoreCase(name)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(MountType::toString).toList();
  }

  /** Whether a key means something to this type. */
  private boolean knows(MountKey key) {
    return switch (key) {
      case TYPE, TARGET, READONLY, READWRITE -> true;
      case FROM -> this == BIND || this == CACHE;
      case SOURCE -> this == BIND || this == CACHE || this == SECRET;
      case SHARING -> this == CACHE;
      case SIZE -> this == TMPFS;
      case ENV -> this == SECRET;
      case REQUIRED -> this == SECRET || this == SSH;
      case ID, MODE, UID, GID -> this == CACHE || this == SECRET || this == SSH;
    };
  }

  /**
   * Refuses a key of another type: it would be ignored if it were let through.
   *
   * @throws IllegalArgumentException with BuildKit's words where BuildKit refuses it too
   */
  void check(MountKey key) {
    if (knows(key)) {
      return;
    }
    String message =
        switch (key) {
          case MODE, UID, GID -> "%s not allowed for \"%s\" type mounts".formatted(key, this);
          case SHARING -> "invalid cache sharing set for " + this + " mount";
          case FROM -> this + " mount should not have a from";
          case SOURCE -> this + " does not support source";
          case TYPE, TARGET, READONLY, READWRITE, SIZE, ENV, REQUIRED, ID ->
              "unexpected key '%s' for mount type '%s'".formatted(key, this);
        };
    throw new IllegalArgumentException(message);
  }

  /** As it is written in a Dockerfile. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
