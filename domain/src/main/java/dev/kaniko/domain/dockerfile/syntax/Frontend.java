package dev.kaniko.domain.dockerfile.syntax;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The image whose program is to read the file, as {@code # syntax=} asks. This builder reads the
 * Dockerfile language itself, so it can do without the official image, but not without another one.
 *
 * @param image as written
 * @param line where, counted from 1
 */
public record Frontend(String image, int line) {
  private static final int MINOR_VERSION = 20;

  /** The version of the language that is implemented here. */
  public static final String KNOWN_VERSION = "1." + MINOR_VERSION;

  private static final Pattern OFFICIAL =
      Pattern.compile(
          "(?:(?:index\\.)?docker\\.io/)?docker/dockerfile[a-z0-9._-]*"
              + "(?::(?<tag>[A-Za-z0-9._-]+))?(?:@sha256:[0-9a-f]{64})?");

  private static final Pattern VERSION = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?(?:[.-].*)?");

  /** Finds the directive, also behind a {@code #!} line, where no other directive counts. */
  static Optional<Frontend> requested(byte[] content) {
    PhysicalLines lines = new PhysicalLines(content);
    Optional<PhysicalLine> line = lines.next();
    if (line.isPresent() && line.get().raw().startsWith("#!")) {
      line = lines.next();
    }
    while (line.isPresent()) {
      Optional<Directive> directive = Directive.parse(line.get());
      if (directive.isEmpty()) {
        return Optional.empty();
      }
      if (directive.get().name().equals("syntax")) {
        return directive.map(d -> new Frontend(upToBlank(d.value()), d.line()));
      }
      line = lines.next();
    }
    return Optional.empty();
  }

  /** Whether the image is Docker's own reader of the Dockerfile language, of any version. */
  public boolean isOfficial() {
    return OFFICIAL.matcher(image).matches();
  }

  /** Whether it is of a version that may know more than is implemented here. */
  public boolean isNewer() {
    Matcher official = OFFICIAL.matcher(image);
    if (!official.matches() || official.group("tag") == null) {
      return false;
    }
    Matcher version = VERSION.matcher(official.group("tag"));
    if (!version.matches()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    int minor = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
    return major > 1 || (major == 1 && minor > MINOR_VERSION);
  }

  private static String upToBlank(String value) {
    int blank = value.indexOf(' ');
    return blank < 0 ? value : value.substring(0, blank);
  }
}
