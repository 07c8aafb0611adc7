package dev.kaniko.cli.caches;

import dev.kaniko.application.prune.Retention;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.process.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked for, checked.
 *
 * @param layers directory of cached layers
 * @param bases directory of base images
 * @param retention what stays; empty when nothing is removed
 */
record CacheCommandOptions(
    Optional<Path> layers, Optional<Path> bases, Optional<Retention> retention) {
  private static final String LAYOUTS = "oci:";
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([kKMGT]?)[bB]?");
  private static final Map<String, Long> UNITS =
      Map.of("", 1L, "K", 1000L, "M", 1000_000L, "G", 1000_000_000L, "T", 1000_000_000_000L);

  static CacheCommandOptions of(boolean prune, CacheCommandFlags flags, Surroundings surroundings)
      throws BadArguments {
    Path here = surroundings.currentDirectory();
    Optional<Path> layers = Optional.empty();
    if (flags.repository.isPresent()) {
      layers = Optional.of(here.resolve(directoryOf(flags.repository.get())));
    }
    if (layers.isEmpty() && flags.bases.isEmpty()) {
      throw new BadArguments("which cache? give --cache-repo oci:DIRECTORY or --cache-dir");
    }
    Retention retention = new Retention(age(flags), bytes(flags));
    boolean limited = retention.age().isPresent() || retention.bytes().isPresent();
    if (prune != limited) {
      throw new BadArguments(
          prune
              ? "what is to be kept? give --keep-days or --keep-bytes"
              : "--keep-days and --keep-bytes are for executor cache prune");
    }
    return new CacheCommandOptions(
        layers, flags.bases.map(here::resolve), Optional.of(retention).filter(_ -> prune));
  }

  private static String directoryOf(String repository) throws BadArguments {
    if (!repository.startsWith(LAYOUTS) || repository.length() == LAYOUTS.length()) {
      throw new BadArguments(
          "--cache-repo="
              + repository
              + " is in a registry, which makes room by rules of its own; here it takes"
              + " oci:DIRECTORY");
    }
    return repository.substring(LAYOUTS.length());
  }

  private static Optional<Duration> age(CacheCommandFlags flags) throws BadArguments {
    if (flags.days.isPresent() && flags.days.get() < 0) {
      throw new BadArguments("--keep-days=" + flags.days.get() + " is negative");
    }
    return flags.days.map(Duration::ofDays);
  }

  private static Optional<Long> bytes(CacheCommandFlags flags) throws BadArguments {
    if (flags.bytes.isEmpty()) {
      return Optional.empty();
    }
    Matcher size = SIZE.matcher(flags.bytes.get());
    if (!size.matches()) {
      throw new BadArguments(
          "--keep-bytes=" + flags.bytes.get() + " is no size, as 500000, 500kB, 20MB or 5GB are");
    }
    try {
      long unit = UNITS.get(size.group(2).toUpperCase(Locale.ROOT));
      return Optional.of(Math.multiplyExact(Long.parseLong(size.group(1)), unit));
    } catch (ArithmeticException e) {
      throw new BadArguments("--keep-bytes=" + flags.bytes.get() + " is too large");
    }
  }
}
