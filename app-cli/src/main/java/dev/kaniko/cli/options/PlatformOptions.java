package dev.kaniko.cli.options;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.source.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The platforms that {@code --custom-platform} and {@code --platform} name. */
public final class PlatformOptions {
  private static final String FLAG = "--custom-platform: ";

  /** Spec: go/src/internal/syslist/syslist.go. */
  private static final Set<String> SYSTEMS =
      Set.of(
          "aix",
          "android",
          "darwin",
          "dragonfly",
          "freebsd",
          "illumos",
          "ios",
          "js",
          "linux",
          "netbsd",
          "openbsd",
          "plan9",
          "solaris",
          "wasip1",
          "windows");

  private static final Set<String> ARCHITECTURES =
      Set.of(
          "386",
          "amd64",
          "arm",
          "arm64",
          "loong64",
          "mips",
          "mips64",
          "mips64le",
          "mipsle",
          "ppc64",
          "ppc64le",
          "riscv64",
          "s390x",
          "wasm");

  private PlatformOptions() {}

  /**
   * Those that the values of a flag name, each with commas between them; this machine's if there
   * are none.
   */
  public static List<Platform> of(List<String> values) throws BadArguments {
    List<Platform> platforms = new ArrayList<>();
    for (String value : values) {
      for (String name : value.split(",", -1)) {
        Platform platform = platform(name.strip());
        if (platforms.contains(platform)) {
          throw new BadArguments(FLAG + platform + " is named twice");
        }
        platforms.add(platform);
      }
    }
    return platforms.isEmpty() ? List.of(Platform.host()) : platforms;
  }

  /** The only one, for what is done for one platform at a time. */
  public static Platform only(List<String> values, String what) throws BadArguments {
    List<Platform> platforms = of(values);
    if (platforms.size() > 1) {
      throw new BadArguments(FLAG + what + " one platform at a time");
    }
    return platforms.getFirst();
  }

  private static Platform platform(String name) throws BadArguments {
    if (name.isEmpty()) {
      throw new BadArguments(FLAG + "the name of a platform is empty");
    }
    Platform platform;
    try {
      platform = Platform.parse(name);
    } catch (IllegalArgumentException e) {
      throw new BadArguments(FLAG + e.getMessage());
    }
    requireKnown("operating system", platform.os(), SYSTEMS);
    requireKnown("architecture", platform.architecture(), ARCHITECTURES);
    return platform;
  }

  private static void requireKnown(String what, String name, Set<String> known)
      throws BadArguments {
    if (!known.contains(name)) {
      throw new BadArguments(
          FLAG
              + "unknown "
              + what
              + " \""
              + name
              + "\""
              + NearestName.of(name, known)
                  .map(near -> " (did you mean " + near + "?)")
                  .orElse(""));
    }
  }
}
