package dev.kaniko.domain.account;

import dev.kaniko.domain.filesystem.FileMetadata;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a uid or gid. Only plain decimal numbers in the kernel's range are ids: a number that
 * overflowed, or one in another notation, must never come out as 0.
 */
final class NumericId {
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,10}");
  private static final Pattern NUMERIC = Pattern.compile("[-+]?[0-9].*");

  private NumericId() {}

  static Optional<Long> parse(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return Optional.empty();
    }
    long id = Long.parseLong(text);
    return id <= FileMetadata.LARGEST_ID ? Optional.of(id) : Optional.empty();
  }

  /** True for what was surely meant as a number, well-formed or not. */
  static boolean looksNumeric(String text) {
    return NUMERIC.matcher(text).matches();
  }
}
