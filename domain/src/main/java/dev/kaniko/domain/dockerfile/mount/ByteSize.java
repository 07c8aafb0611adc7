package dev.kaniko.domain.dockerfile.mount;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 64m}, {@code 1.5GiB}. Every unit is a power of 1024. */
final class ByteSize {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,19}(?:\\.\\d{0,19})?|\\.\\d{1,19}) ?(?:b|([kmgtp])(?:i?b)?)?");

  private static final String UNITS = "kmgtp";

  private ByteSize() {}

  /** The size in bytes; empty when {@code text} is no size, or larger than 2^63-1. */
  static OptionalLong parse(String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    int power = Optional.ofNullable(matcher.group(2)).map(u -> UNITS.indexOf(u) + 1).orElse(0);
    BigDecimal bytes =
        new BigDecimal("0" + matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(bytes.longValue());
  }
}
