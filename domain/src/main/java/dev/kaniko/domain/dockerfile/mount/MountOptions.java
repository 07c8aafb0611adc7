package dev.kaniko.domain.dockerfile.mount;

import dev.kaniko.domain.dockerfile.mount.RunMount.FileAccess;
import dev.kaniko.domain.filesystem.SlashPath;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The options of one mount while they are collected; those not given are absent. */
final class MountOptions {
  MountType type = MountType.BIND;
  final Set<MountKey> keys = EnumSet.noneOf(MountKey.class);
  Optional<String> target = Optional.empty();
  Optional<String> source = Optional.empty();
  Optional<String> from = Optional.empty();
  Optional<String> id = Optional.empty();
  Optional<String> environment = Optional.empty();
  Optional<RunMount.Sharing> sharing = Optional.empty();
  Optional<Boolean> readOnly = Optional.empty();
  Optional<Boolean> required = Optional.empty();
  OptionalLong size = OptionalLong.empty();
  OptionalLong mode = OptionalLong.empty();
  OptionalLong uid = OptionalLong.empty();
  OptionalLong gid = OptionalLong.empty();

  /** The mount, if the options go together. */
  RunMount mount() {
    keys.forEach(type::check);
    return switch (type) {
      case BIND ->
          new RunMount.Bind(checkedTarget(), source.orElse("/"), from, readOnly.orElse(true));
      case CACHE -> cache();
      case TMPFS -> new RunMount.Tmpfs(checkedTarget(), size, readOnly.orElse(false));
      case SECRET -> secret();
      case SSH -> ssh();
    };
  }

  private RunMount cache() {
    String place = checkedTarget();
    return new RunMount.Cache(
        id.orElseGet(() -> SlashPath.clean(place)),
        place,
        source.orElse("/"),
        from,
        sharing.orElse(RunMount.Sharing.SHARED),
        readOnly.orElse(false),
        access(0755));
  }

  private RunMount secret() {
    checkReadOnly();
    if (id.isPresent() && source.isPresent()) {
      throw new IllegalArgumentException("both source and id can't be set");
    }
    String name =
        source
            .or(() -> id)
            .or(() -> target.map(SlashPath::base))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "invalid secret mount. one of source, target required"));
    Optional<String> file =
        target.isPresent() || environment.isPresent()
            ? target
            : Optional.of("/run/secrets/" + SlashPath.base(name));
    return new RunMount.Secret(name, file, environment, required.orElse(false), access(0400));
  }

  private RunMount ssh() {
    checkReadOnly();
    return new RunMount.Ssh(id.orElse("default"), target, required.orElse(false), access(0600));
  }

  private void checkReadOnly() {
    if (!readOnly.orElse(true)) {
      throw new IllegalArgumentException("a " + type + " mount cannot be written to");
    }
  }

  /** Where the mount goes; nowhere, and over the whole root, are refused. */
  private String checkedTarget() {
    return target
        .filter(path -> !SlashPath.clean(path).equals("/"))
        .orElseThrow(
            () ->
                new IllegalArgumentException("invalid mount target \"" + target.orElse("") + "\""));
  }

  private FileAccess access(int defaultMode) {
    return new FileAccess((int) mode.orElse(defaultMode), uid.orElse(0), gid.orElse(0));
  }
}
