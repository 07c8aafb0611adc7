package dev.kaniko.domain.dockerfile.instruction;

import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.syntax.KeyValues;
import dev.kaniko.domain.dockerfile.syntax.LogicalLine;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import java.util.List;

/** A pair of ENV or LABEL. */
public record KeyValue(String key, String value) {

  static List<KeyValue> parse(LogicalLine line, String keyword) {
    return KeyValues.parse(line, keyword).stream()
        .map(pair -> new KeyValue(pair.name(), pair.value().orElse("")))
        .toList();
  }

  /** Expands names and values; every one of them with the same variables. */
  static List<KeyValue> expand(
      List<KeyValue> pairs, Expansion expansion, String keyword, SourcePosition position) {
    return pairs.stream().map(pair -> pair.expand(expansion, keyword, position)).toList();
  }

  private KeyValue expand(Expansion expansion, String keyword, SourcePosition position) {
    KeyValue expanded = new KeyValue(expansion.word(key), expansion.word(value));
    if (expanded.key.isEmpty()) {
      throw new InvalidDockerfile(Problem.at(position, keyword + " names can not be blank"));
    }
    return expanded;
  }

  @Override
  public String toString() {
    return key + "=" + value;
  }
}
