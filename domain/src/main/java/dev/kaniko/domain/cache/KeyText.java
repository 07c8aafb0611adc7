package dev.kaniko.domain.cache;

import dev.kaniko.domain.image.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Digests a text of named fields. Every name and every value goes in with its length before it, and
 * every list with its size, each behind what kind of value it is, so that no two texts run together
 * into the same bytes.
 */
final class KeyText {
  private final MessageDigest hash = Digest.newSha256();

  /**
   * @param kind of thing that is identified: texts of two kinds are never the same
   */
  KeyText(String kind) {
    put(kind);
  }

  KeyText field(String name, String value) {
    put(name);
    kind('t');
    put(value);
    return this;
  }

  KeyText field(String name, long value) {
    return field(name, Long.toString(value));
  }

  KeyText field(String name, boolean value) {
    return field(name, Boolean.toString(value));
  }

  /** An absent value differs from every value. */
  KeyText field(String name, Optional<String> value) {
    put(name);
    return list(value.stream().toList());
  }

  KeyText field(String name, Collection<String> values) {
    put(name);
    return list(values);
  }

  /** In the order of the names: how a map came to be does not matter. */
  KeyText field(String name, Map<String, String> values) {
    put(name);
    kind('m');
    number(values.size());
    new TreeMap<>(values)
        .forEach(
            (key, value) -> {
              put(key);
              put(value);
            });
    return this;
  }

  Digest digest() {
    return Digest.ofSha256(hash.digest());
  }

  private KeyText list(Collection<String> values) {
    kind('l');
    number(values.size());
    values.forEach(this::put);
    return this;
  }

  private void put(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    hash.update(bytes);
  }

  private void kind(char kind) {
    hash.update((byte) kind);
  }

  private void number(int value) {
    hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).flip());
  }
}
