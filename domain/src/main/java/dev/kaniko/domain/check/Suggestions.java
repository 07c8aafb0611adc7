package dev.kaniko.domain.check;

import dev.kaniko.domain.source.NearestName;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * Finds what was probably meant. It gives up once it has looked at so many names that the file is
 * nobody's handwriting: all pairs of a hundred thousand names would take hours.
 */
final class Suggestions {
  private int left = 200_000;

  /**
   * @param form of the suggestion; it has one {@code %s} for the name
   * @param known is asked for the names only while there is something left to look at
   * @return what to append to a message: nothing, or the suggestion
   */
  String of(String name, String form, Supplier<? extends Collection<String>> known) {
    if (left <= 0) {
      return "";
    }
    Collection<String> names = known.get();
    left -= names.size();
    return NearestName.almost(name, names)
        .map(near -> " (did you mean " + form.formatted(near) + "?)")
        .orElse("");
  }
}
