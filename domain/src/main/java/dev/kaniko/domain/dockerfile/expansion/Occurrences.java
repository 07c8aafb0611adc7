package dev.kaniko.domain.dockerfile.expansion;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds where a piece of a pattern occurs in a text.
 *
 * <p>All places are tried at once, 64 of them in a word, so that a long piece in a long text, made
 * to be nearly found everywhere, costs seconds and not hours: time is O(text × piece / 64).
 */
final class Occurrences {
  /** In a piece: any one character. */
  static final int ANY = -1;

  private final int[] text;
  private final Map<Integer, Integer> counts = new HashMap<>();
  private final Map<Integer, long[]> places = new HashMap<>();

  private Occurrences(int[] text) {
    this.text = text;
    for (int c : text) {
      counts.merge(c, 1, Integer::sum);
    }
  }

  static Occurrences in(String text) {
    return new Occurrences(text.codePoints().toArray());
  }

  /** The positions at which {@code piece} occurs; an empty piece occurs everywhere. */
  BitSet of(int[] piece) {
    BitSet candidates = new BitSet();
    candidates.set(0, Math.max(0, text.length - piece.length + 1));
    for (int i = 0; i < piece.length && !candidates.isEmpty(); i++) {
      if (piece[i] != ANY) {
        candidates = withCharacter(candidates, piece[i], i);
      }
    }
    return candidates;
  }

  /**
   * The candidates that have {@code c} at {@code offset}. A character that is rare leaves so few of
   * them that they can be looked at one by one; only the few frequent ones need a table.
   */
  private BitSet withCharacter(BitSet candidates, int c, int offset) {
    int few = text.length / Long.SIZE;
    if (counts.getOrDefault(c, 0) > few && candidates.cardinality() > few) {
      long[] both = candidates.toLongArray();
      intersect(both, places.computeIfAbsent(c, this::placesOf), offset);
      return BitSet.valueOf(both);
    }
    BitSet kept = new BitSet();
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      if (text[i + offset] == c) {
        kept.set(i);
      }
    }
    return kept;
  }

  private long[] placesOf(int c) {
    long[] bits = new long[text.length / Long.SIZE + 1];
    for (int i = 0; i < text.length; i++) {
      if (text[i] == c) {
        bits[i / Long.SIZE] |= 1L << i;
      }
    }
    return bits;
  }

  /** Keeps of {@code bits} those that {@code other} has too, {@code offset} further on. */
  private static void intersect(long[] bits, long[] other, int offset) {
    int words = offset / Long.SIZE;
    for (int w = 0; w < bits.length; w++) {
      long shifted = word(other, w + words) >>> offset;
      if (offset % Long.SIZE != 0) {
        shifted |= word(other, w + words + 1) << -offset;
      }
      bits[w] &= shifted;
    }
  }

  private static long word(long[] bits, int index) {
    return index < bits.length ? bits[index] : 0;
  }

  /** The text between two positions, which count code points. */
  String text(int start, int end) {
    return new String(text, start, end - start);
  }

  /** In code points. */
  int length() {
    return text.length;
  }
}
