package dev.kaniko.domain.cache;

import dev.kaniko.domain.image.Digest;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a step depends on, apart from the files it starts from.
 *
 * @param digest of all of it
 * @param parts the digest of each input by its name: two steps can be compared without their values
 */
public record StepInputs(Digest digest, SortedMap<String, Digest> parts) {
  public StepInputs {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }
}
