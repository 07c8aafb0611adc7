package dev.kaniko.domain.attestation;

import java.util.HashMap;
import java.util.Map;

/**
 * Which distribution an image is of. Spec: os-release(5).
 *
 * @param id {@code debian}; empty when nothing tells
 * @param version {@code 13}; may be empty
 */
public record Distribution(String id, String version) {
  public static final Distribution UNKNOWN = new Distribution("", "");

  public static Distribution of(String osRelease) {
    Map<String, String> fields = new HashMap<>();
    osRelease
        .lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> fields.put(pair[0].strip(), unquoted(pair[1].strip())));
    return new Distribution(word(fields, "ID"), word(fields, "VERSION_ID"));
  }

  private static String word(Map<String, String> fields, String key) {
    String value = fields.getOrDefault(key, "");
    return value.matches("[A-Za-z0-9._-]{1,64}") ? value : "";
  }

  private static String unquoted(String text) {
    return text.length() > 1 && "\"'".indexOf(text.charAt(0)) >= 0
        ? text.substring(1, text.length() - 1)
        : text;
  }
}
