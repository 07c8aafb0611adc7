package dev.kaniko.plugin;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which registries a plugin has credentials for: {@code gcr.io}, {@code *.pkg.dev}, {@code
 * localhost:*}. A star stands for exactly one label of the host, and for any port. Without a port,
 * the pattern is for the port of HTTPS alone.
 */
public record HostPattern(String text) {
  private static final Pattern FORM =
      Pattern.compile("(\\*|[a-z0-9-]+)(\\.(\\*|[a-z0-9-]+))*(:(\\*|\\d{1,5}))?");

  /**
   * @throws IllegalArgumentException when it has another form, or no label that is no star
   */
  public HostPattern {
    if (!FORM.matcher(text).matches() || !text.replaceFirst(":.*", "").matches(".*[^*.].*")) {
      throw new IllegalArgumentException(
          text + " is no pattern for a registry's host, as in *.registry.example");
    }
  }

  boolean matches(String registry) {
    String asked = registry.toLowerCase(Locale.ROOT).replaceFirst(":443$", "");
    String[] pattern = split(text);
    String[] name = split(asked);
    return (pattern[1].equals("*") || pattern[1].equals(name[1])) && labels(pattern[0], name[0]);
  }

  private static boolean labels(String pattern, String host) {
    String[] wanted = pattern.split("\\.", -1);
    String[] labels = host.split("\\.", -1);
    boolean matches = wanted.length == labels.length;
    for (int i = 0; matches && i < labels.length; i++) {
      boolean any = wanted[i].equals("*") && !labels[i].isEmpty();
      matches = any || wanted[i].equals(labels[i]);
    }
    return matches;
  }

  /** Host and port; the port is empty when there is none. */
  private static String[] split(String text) {
    int colon = text.lastIndexOf(':');
    return colon < 0
        ? new String[] {text, ""}
        : new String[] {text.substring(0, colon), text.substring(colon + 1)};
  }

  @Override
  public String toString() {
    return text;
  }
}
