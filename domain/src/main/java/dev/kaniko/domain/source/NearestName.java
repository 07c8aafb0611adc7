package dev.kaniko.domain.source;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a mistyped one was probably meant to be. */
public final class NearestName {
  /** Farther than this many edits, a suggestion is more likely to mislead than to help. */
  private static final int MOST_EDITS = 3;

  private NearestName() {}

  /**
   * The known name nearest to {@code name}, letter case aside, if one is near: at most three edits
   * away and less than half of the name's length.
   */
  public static Optional<String> of(String name, Collection<String> known) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int allowed = Math.min(MOST_EDITS, wanted.length() / 2);
    String best = null;
    int bestEdits = allowed + 1;
    for (String candidate : known) {
      int edits = edits(wanted, candidate.toLowerCase(Locale.ROOT));
      if (edits < bestEdits) {
        best = candidate;
        bestEdits = edits;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * The known name that is one or two edits away, letter case counted; empty when {@code name} is
   * known. It is what BuildKit's checks suggest.
   */
  public static Optional<String> almost(String name, Iterable<String> known) {
    String best = null;
    int bestEdits = MOST_EDITS;
    for (String candidate : known) {
      if (candidate.equals(name)) {
        return Optional.empty();
      }
      if (Math.abs(candidate.length() - name.length()) < bestEdits) {
        int edits = edits(name, candidate);
        best = edits < bestEdits ? candidate : best;
        bestEdits = Math.min(edits, bestEdits);
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein's distance, one row at a time. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
