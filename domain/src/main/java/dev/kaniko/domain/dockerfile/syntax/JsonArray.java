package dev.kaniko.domain.dockerfile.syntax;

import java.util.List;

/** What the text of an instruction is, read as JSON (RFC 8259) and nothing more lenient. */
sealed interface JsonArray {

  /** An array of strings; may be empty. */
  record Strings(List<String> values) implements JsonArray {
    public Strings {
      values = List.copyOf(values);
    }
  }

  /** An array that holds something else as well. */
  record Mixed() implements JsonArray {}

  /** Not an array, not JSON, or followed by more text. */
  record None() implements JsonArray {}

  static JsonArray read(String text) {
    return text.startsWith("[") ? new JsonArrayReader(text).read() : new None();
  }
}
