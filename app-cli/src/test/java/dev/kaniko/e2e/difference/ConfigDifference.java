package dev.kaniko.e2e.difference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaniko.e2e.image.ImageSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares image configs, history, times and layers excepted. */
final class ConfigDifference {
  /** Compared elsewhere, or left over from times when containers were committed. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "created",
          "history",
          "rootfs",
          "container",
          "container_config",
          "docker_version",
          "id",
          "parent");

  private ConfigDifference() {}

  static List<String> between(ImageSnapshot expected, ImageSnapshot actual) {
    SortedMap<String, String> wanted = fields(expected.config());
    SortedMap<String, String> found = fields(actual.config());
    SortedSet<String> names = new TreeSet<>(wanted.keySet());
    names.addAll(found.keySet());
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      String value = found.getOrDefault(name, "absent");
      String wantedValue = wanted.getOrDefault(name, "absent");
      if (!value.equals(wantedValue)) {
        lines.add("config %s: %s, expected %s".formatted(name, value, wantedValue));
      }
    }
    return lines;
  }

  private static SortedMap<String, String> fields(JsonNode config) {
    SortedMap<String, String> fields = new TreeMap<>();
    for (var field : config.properties()) {
      if (field.getKey().equals("config")) {
        runtimeFields(field.getValue(), fields);
      } else if (!LEFT_OUT.contains(field.getKey()) && !isZero(field.getValue())) {
        fields.put(field.getKey(), field.getValue().toString());
      }
    }
    return fields;
  }

  /** Labels, ports, volumes and the parts of a health check stand on lines of their own. */
  private static void runtimeFields(JsonNode runtime, SortedMap<String, String> fields) {
    for (var field : runtime.properties()) {
      if (field.getValue().isObject()) {
        for (var part : field.getValue().properties()) {
          fields.put(field.getKey() + "[" + part.getKey() + "]", part.getValue().toString());
        }
      } else if (!isZero(field.getValue())) {
        fields.put(field.getKey(), field.getValue().toString());
      }
    }
  }

  /** Some writers leave out what is empty, others write it: the two mean the same. */
  private static boolean isZero(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> true;
      case ARRAY, OBJECT -> value.isEmpty();
      case STRING -> value.asText().isEmpty();
      case BOOLEAN -> !value.asBoolean();
      case NUMBER -> value.asDouble() == 0;
      case BINARY, POJO -> false;
    };
  }
}
