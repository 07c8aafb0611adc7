package dev.kaniko.e2e.difference;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Compares what two images tell of their making. */
final class HistoryDifference {
  private static final List<String> FIELDS =
      List.of("created_by", "author", "comment", "empty_layer");

  private HistoryDifference() {}

  static List<String> between(BuiltImage expected, BuiltImage actual) {
    JsonNode wanted = expected.image().config().path("history");
    JsonNode found = actual.image().config().path("history");
    List<String> lines = new ArrayList<>();
    if (wanted.size() != found.size()) {
      lines.add("history: %d entries, expected %d".formatted(found.size(), wanted.size()));
    }
    for (int i = 0; i < Math.max(wanted.size(), found.size()); i++) {
      lines.addAll(entry("history " + (i + 1), wanted.path(i), found.path(i)));
      lines.addAll(time("history " + (i + 1), expected, wanted.path(i), actual, found.path(i)));
    }
    lines.addAll(
        time("config", expected, expected.image().config(), actual, actual.image().config()));
    return lines;
  }

  private static List<String> entry(String where, JsonNode wanted, JsonNode found) {
    List<String> lines = new ArrayList<>();
    for (String field : FIELDS) {
      String value = found.path(field).asText();
      String wantedValue = wanted.path(field).asText();
      if (!value.equals(wantedValue)) {
        lines.add("%s: %s '%s', expected '%s'".formatted(where, field, value, wantedValue));
      }
    }
    return lines;
  }

  private static List<String> time(
      String where, BuiltImage expected, JsonNode wanted, BuiltImage actual, JsonNode found) {
    String theirs = wanted.path("created").textValue();
    String ours = found.path("created").textValue();
    boolean same =
        Objects.equals(theirs, ours)
            || (theirs != null
                && ours != null
                && expected.sameTime(second(theirs), actual, second(ours)));
    return same
        ? List.of()
        : List.of("%s: created '%s', expected '%s'".formatted(where, ours, theirs));
  }

  private static long second(String time) {
    return OffsetDateTime.parse(time).toEpochSecond();
  }
}
