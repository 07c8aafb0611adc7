package dev.kaniko.e2e.difference;

import java.util.stream.Collectors;

/** Bytes for people's eyes. */
final class Names {

  private Names() {}

  /** Whatever is no printable ASCII is written {@code \xNN}. */
  static String shown(String bytes) {
    return bytes
        .chars()
        .mapToObj(c -> c >= ' ' && c < 0x7f ? Character.toString(c) : "\\x%02x".formatted(c))
        .collect(Collectors.joining());
  }
}
