package dev.kaniko.domain.cache;

import dev.kaniko.domain.image.Digest;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A {@link KeyText} of which each field is digested by itself, too. */
final class StepText {
  private final KeyText text;
  private final SortedMap<String, Digest> parts = new TreeMap<>();

  StepText(String keyword) {
    this.text = new KeyText(keyword);
    parts.put("instruction", Digest.sha256(keyword));
  }

  StepText field(String name, String value) {
    text.field(name, value);
    return part(name, new KeyText(name).field(name, value));
  }

  StepText field(String name, boolean value) {
    return field(name, Boolean.toString(value));
  }

  StepText field(String name, Optional<String> value) {
    text.field(name, value);
    return part(name, new KeyText(name).field(name, value));
  }

  StepText field(String name, Collection<String> values) {
    text.field(name, values);
    return part(name, new KeyText(name).field(name, values));
  }

  /** Each value is a part by itself, by the map's name and its own. */
  StepText field(String name, Map<String, String> values) {
    text.field(name, values);
    values.forEach((key, value) -> part(name + " " + key, new KeyText(name).field(key, value)));
    return this;
  }

  private StepText part(String name, KeyText value) {
    parts.put(name, value.digest());
    return this;
  }

  StepInputs inputs() {
    return new StepInputs(text.digest(), parts);
  }
}
