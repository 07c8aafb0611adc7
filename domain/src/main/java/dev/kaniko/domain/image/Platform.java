package dev.kaniko.domain.image;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an image runs on, in Go's names: {@code linux/amd64}, {@code linux/arm/v7}.
 *
 * @param os lower case
 * @param architecture normalised: {@code amd64}, {@code arm64}, {@code arm}, …
 * @param variant of the architecture, without the ones that go without saying (amd64's v1, arm64's
 *     v8); empty when there is none
 */
public record Platform(String os, String architecture, Optional<String> variant) {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.-]+");

  public Platform {
    if (os.isEmpty() || architecture.isEmpty()) {
      throw new IllegalArgumentException("a platform needs an os and an architecture");
    }
  }

  public static Platform of(String os, String architecture) {
    return of(os, architecture, "");
  }

  /** Normalises the spellings that machines and people use. */
  public static Platform of(String os, String architecture, String variant) {
    String arch = architecture.toLowerCase(Locale.ROOT);
    String var = variant.toLowerCase(Locale.ROOT);
    switch (arch) {
      case "x86_64", "x86-64" -> arch = "amd64";
      case "i386", "i486", "i586", "i686" -> arch = "386";
      case "aarch64" -> arch = "arm64";
      case "armhf" -> {
        arch = "arm";
        var = "v7";
      }
      case "armel" -> {
        arch = "arm";
        var = "v6";
      }
      default -> {}
    }
    var =
        switch (arch) {
          case "amd64" -> var.equals("v1") ? "" : var;
          case "arm64" -> var.equals("8") || var.equals("v8") ? "" : var;
          case "arm" ->
              switch (var) {
                case "" -> "v7";
                case "5", "6", "7", "8" -> "v" + var;
                default -> var;
              };
          default -> var;
        };
    return new Platform(
        os.toLowerCase(Locale.ROOT), arch, var.isEmpty() ? Optional.empty() : Optional.of(var));
  }

  /**
   * Reads {@code os/architecture[/variant]}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw new IllegalArgumentException(
          "invalid platform \"" + text + "\": expected os/architecture[/variant]");
    }
    for (String part : parts) {
      if (!PART.matcher(part).matches()) {
        throw new IllegalArgumentException("invalid platform \"" + text + "\"");
      }
    }
    return of(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
  }

  /** The platform of this machine. */
  public static Platform host() {
    return of("linux", System.getProperty("os.arch"));
  }

  /** {@code linux/arm/v7}. */
  @Override
  public String toString() {
    return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
  }
}
