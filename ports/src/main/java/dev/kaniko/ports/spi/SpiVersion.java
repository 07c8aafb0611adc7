package dev.kaniko.ports.spi;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of the interface for plugins, which is not that of the executor.
 *
 * <p>The promise: a plugin made for {@code 1.n} works, unchanged, with every {@code 1.m} where m is
 * at least n. Something new raises the minor number; a change that could break a plugin raises the
 * major one. A test compares the interface with the recorded ones of earlier versions.
 *
 * @param major plugins of another major version are refused
 * @param minor plugins that need a higher one are refused
 * @see <a href="https://semver.org">semantic versioning</a>
 */
public record SpiVersion(int major, int minor) {
  /** What this executor offers. */
  public static final SpiVersion CURRENT = new SpiVersion(1, 1);

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(\\.\\d{1,6})?");

  /** {@code 1.0} or {@code 1.0.3}, of which the last number does not matter; empty if neither. */
  public static Optional<SpiVersion> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new SpiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** True when a plugin that was made for {@code required} works with this version. */
  public boolean serves(SpiVersion required) {
    return major == required.major && minor >= required.minor;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
