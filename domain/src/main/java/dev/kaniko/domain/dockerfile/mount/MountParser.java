package dev.kaniko.domain.dockerfile.mount;

import dev.kaniko.domain.dockerfile.value.GoBoolean;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.source.NearestName;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the fields of a mount in their order, which matters: {@code size} and {@code required} are
 * known only behind the {@code type} that has them.
 */
final class MountParser {
  private final MountOptions options = new MountOptions();

  RunMount parse(List<String> fields) {
    fields.forEach(this::take);
    return options.mount();
  }

  private void take(String field) {
    int equals = field.indexOf('=');
    String name = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
    Optional<MountKey> key = MountKey.named(name);
    if (equals < 0 && key.filter(MountKey::isFlag).isEmpty()) {
      throw invalid("invalid field '" + field + "' must be a key=value pair");
    }
    take(
        key.orElseThrow(
            () ->
                suggesting(
                    "unexpected key '" + name + "' in '" + field + "'", name, MountKey.allNames())),
        equals < 0 ? "true" : field.substring(equals + 1));
  }

  private void take(MountKey key, String value) {
    if (key == MountKey.SIZE || key == MountKey.REQUIRED) {
      options.type.check(key);
    }
    options.keys.add(key);
    Optional<String> text = Optional.of(value).filter(v -> !v.isEmpty());
    switch (key) {
      case TYPE -> options.type = type(value);
      case FROM -> options.from = text;
      case SOURCE -> options.source = text;
      case TARGET -> options.target = text;
      case ID -> options.id = text;
      case ENV -> options.environment = text;
      case READONLY -> options.readOnly = Optional.of(bool(key, value));
      case READWRITE -> options.readOnly = Optional.of(!bool(key, value));
      case REQUIRED -> options.required = Optional.of(bool(key, value));
      case SIZE -> options.size = size(value);
      case SHARING -> options.sharing = Optional.of(sharing(value));
      case MODE -> options.mode = number(key, value, 8, 07777);
      case UID -> options.uid = number(key, value, 10, FileMetadata.LARGEST_ID);
      case GID -> options.gid = number(key, value, 10, FileMetadata.LARGEST_ID);
    }
  }

  private static MountType type(String value) {
    return MountType.named(value)
        .orElseThrow(
            () -> suggesting("unsupported mount type \"" + value + "\"", value, MountType.names()));
  }

  private static RunMount.Sharing sharing(String value) {
    return Arrays.stream(RunMount.Sharing.values())
        .filter(sharing -> sharing.name().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                suggesting(
                    "unsupported sharing value \"" + value + "\"",
                    value,
                    List.of("shared", "private", "locked")));
  }

  private static OptionalLong size(String value) {
    OptionalLong size = ByteSize.parse(value);
    if (size.isEmpty()) {
      throw invalid("invalid value for size: " + value);
    }
    return size;
  }

  private static OptionalLong number(MountKey key, String value, int radix, long largest) {
    boolean digits = value.chars().allMatch(c -> c >= '0' && c < '0' + radix);
    boolean readable = digits && !value.isEmpty() && value.length() < 19;
    if (!readable || Long.parseLong(value, radix) > largest) {
      throw invalid("invalid value " + value + " for " + key);
    }
    return OptionalLong.of(Long.parseLong(value, radix));
  }

  private static boolean bool(MountKey key, String value) {
    return GoBoolean.parse(value)
        .orElseThrow(() -> invalid("invalid value for " + key + ": " + value));
  }

  private static IllegalArgumentException invalid(String message) {
    return new IllegalArgumentException(message);
  }

  private static IllegalArgumentException suggesting(
      String message, String name, Collection<String> known) {
    Optional<String> nearest = NearestName.of(name, known);
    return invalid(message + nearest.map(n -> " (did you mean " + n + "?)").orElse(""));
  }
}
