package dev.kaniko.domain.dockerfile.mount;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of a mount's options, each with the other names it has. */
enum MountKey {
  TYPE,
  FROM,
  SOURCE("src"),
  TARGET("dst", "destination"),
  READONLY("ro"),
  READWRITE("rw"),
  REQUIRED,
  SIZE,
  ID,
  SHARING,
  MODE,
  UID,
  GID,
  ENV;

  private final String alias;
  private final String otherAlias;

  MountKey() {
    this("", "");
  }

  MountKey(String alias) {
    this(alias, "");
  }

  MountKey(String alias, String otherAlias) {
    this.alias = alias;
    this.otherAlias = otherAlias;
  }

  static Optional<MountKey> named(String name) {
    return Arrays.stream(values()).filter(key -> key.names().contains(name)).findFirst();
  }

  static List<String> allNames() {
    return Arrays.stream(values()).flatMap(key -> key.names().stream()).toList();
  }

  /** Whether it may stand alone, which means that it is true. */
  boolean isFlag() {
    return this == READONLY || this == READWRITE || this == REQUIRED;
  }

  private List<String> names() {
    return Stream.of(toString(), alias, otherAlias).filter(name -> !name.isEmpty()).toList();
  }

  /** As it is written in a Dockerfile. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
