package dev.kaniko.plugins.aws;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host of the Elastic Container Registry.
 *
 * @param region empty for the public registry, which has none
 */
record EcrHost(Optional<String> region) {
  private static final String PUBLIC = "public.ecr.aws";
  private static final Pattern PRIVATE =
      Pattern.compile(
          "\\d{12}\\.dkr\\.ecr(-fips)?\\.([a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?(:443)?");

  /** Empty for any other host, also one that only ends or begins like one of Amazon's. */
  static Optional<EcrHost> parse(String registry) {
    String host = registry.toLowerCase(Locale.ROOT);
    if (host.equals(PUBLIC)) {
      return Optional.of(new EcrHost(Optional.empty()));
    }
    Matcher matcher = PRIVATE.matcher(host);
    return matcher.matches()
        ? Optional.of(new EcrHost(Optional.of(matcher.group(2))))
        : Optional.empty();
  }
}
