package dev.kaniko.domain.dockerfile.expansion;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Finds a glob pattern in one text, in time that grows with text × pattern and no faster: since a
 * star may stand for anything, each piece can be taken at its first place behind the one before,
 * and for the longest match the last piece at its last place.
 */
final class GlobMatcher {
  private final List<int[]> pieces;
  private final Occurrences text;
  private final boolean longest;
  private final BitSet starts;

  /**
   * @param pieces what stands between the stars, at least one
   * @param longest whether stars take as much as they can, or as little
   */
  GlobMatcher(List<int[]> pieces, Occurrences text, boolean longest) {
    this.pieces = pieces;
    this.text = text;
    this.longest = longest;
    this.starts = text.of(pieces.getFirst());
  }

  /** A match in the text, by code points. */
  record Match(int start, int end) {}

  /** The leftmost match that starts at or behind {@code from}. */
  Optional<Match> next(int from) {
    int start = starts.nextSetBit(from);
    if (start < 0) {
      return Optional.empty();
    }
    int end = start + pieces.getFirst().length;
    for (int i = 1; i < pieces.size(); i++) {
      BitSet places = text.of(pieces.get(i));
      boolean last = i == pieces.size() - 1;
      int place = last && longest ? lastAtOrBehind(places, end) : places.nextSetBit(end);
      if (place < 0) {
        return Optional.empty();
      }
      end = place + pieces.get(i).length;
    }
    return Optional.of(new Match(start, end));
  }

  private static int lastAtOrBehind(BitSet places, int from) {
    int last = places.length() - 1;
    return last < from ? -1 : last;
  }
}
