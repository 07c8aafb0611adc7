package dev.kaniko.domain.attestation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what package managers write down of what they have installed. */
public enum PackageDatabase {
  /** Spec: deb-control(5), dpkg's file {@code status}. */
  DPKG("deb") {
    @Override
    Optional<InstalledPackage> of(Map<String, String> fields) {
      // Distroless images, which have a file for each package, leave it out.
      String status = fields.getOrDefault("Status", "install ok installed");
      return status.endsWith(" installed")
          ? made(
              fields,
              List.of(
                  "Package",
                  "Version",
                  "Architecture",
                  "Source",
                  "License",
                  "Maintainer",
                  "Homepage"))
          : Optional.empty();
    }
  },
  /** Spec: Alpine's wiki, "Apk spec". */
  APK("apk") {
    @Override
    Optional<InstalledPackage> of(Map<String, String> fields) {
      return made(fields, List.of("P", "V", "A", "o", "L", "m", "U"));
    }
  };

  /** In chars: what is longer is no name, and no licence either. */
  private static final int LONGEST = 1024;

  private final String type;

  PackageDatabase(String type) {
    this.type = type;
  }

  abstract Optional<InstalledPackage> of(Map<String, String> fields);

  /**
   * The installed packages, in the order of the text; a paragraph without a name is none.
   *
   * @param most how many at the most; what is behind them is not read
   */
  public List<InstalledPackage> read(String text, int most) {
    List<InstalledPackage> packages = new ArrayList<>();
    Map<String, String> fields = new HashMap<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (packages.size() == most) {
        return packages;
      }
      int colon = line.indexOf(':');
      if (line.isBlank()) {
        of(fields).ifPresent(packages::add);
        fields.clear();
      } else if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
        fields.putIfAbsent(line.substring(0, colon), clean(line.substring(colon + 1)));
      }
    }
    if (packages.size() < most) {
      of(fields).ifPresent(packages::add);
    }
    return packages;
  }

  private static String clean(String value) {
    String text = value.strip().replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  /**
   * @param names of the fields for name, version, architecture, source, license, maintainer and
   *     homepage
   */
  Optional<InstalledPackage> made(Map<String, String> fields, List<String> names) {
    List<String> values = names.stream().map(it -> fields.getOrDefault(it, "")).toList();
    return values.get(0).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new InstalledPackage(
                type,
                values.get(0),
                values.get(1),
                values.get(2),
                // dpkg writes the version behind it where it is another one.
                values.get(3).split(" ", 2)[0],
                values.get(4),
                values.get(5),
                values.get(6)));
  }
}
