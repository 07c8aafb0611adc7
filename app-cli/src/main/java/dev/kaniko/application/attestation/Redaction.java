package dev.kaniko.application.attestation;

import dev.kaniko.application.CommandSecrets;
import dev.kaniko.domain.copy.RepositoryLocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Takes out of texts what nobody is to read in an image: secrets, and what opens locations. */
final class Redaction {
  private static final String HIDDEN = "xxxxx";

  /** A signed URL has its signature in the query. */
  private static final Pattern QUERY = Pattern.compile("((?i:https?)://[^\\s?#\"]+\\?)[^\\s#\"]+");

  /** What is shorter would be found in words that are no secrets. */
  private static final int SHORTEST_SECRET = 4;

  private final List<String> secrets;

  Redaction(CommandSecrets secrets) {
    this.secrets =
        secrets.secrets().values().stream()
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
            .filter(secret -> secret.length() >= SHORTEST_SECRET)
            .toList();
  }

  String of(String text) {
    String redacted = RepositoryLocation.withoutCredentials(text);
    redacted = QUERY.matcher(redacted).replaceAll("$1" + HIDDEN);
    for (String secret : secrets) {
      redacted = redacted.replace(secret, HIDDEN);
    }
    return redacted;
  }
}
