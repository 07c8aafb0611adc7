package dev.kaniko.domain.attestation;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that was taken for a build.
 *
 * @param uri without credentials
 * @param digest by algorithm, in hex; empty when it is not known
 */
public record Material(String uri, SortedMap<String, String> digest) {
  public Material {
    digest = Collections.unmodifiableSortedMap(new TreeMap<>(digest));
  }

  public Material(String uri, Map<String, String> digest) {
    this(uri, new TreeMap<>(digest));
  }
}
