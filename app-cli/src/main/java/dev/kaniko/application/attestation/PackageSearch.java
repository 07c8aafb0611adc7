package dev.kaniko.application.attestation;

import dev.kaniko.domain.attestation.BillOfMaterials;
import dev.kaniko.domain.attestation.Distribution;
import dev.kaniko.domain.attestation.InstalledPackage;
import dev.kaniko.domain.attestation.PackageDatabase;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.domain.filesystem.PathResolver.TooManyLinks;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the packages that the databases in an image name. What is in these is untrusted: links
 * lead nowhere outside the image, and no more is read than a database ever has.
 */
public final class PackageSearch {
  /** In bytes, of one database; one of 3,000 packages has three million. */
  private static final int LARGEST = 16 << 20;

  /** Of all databases together: more than any image has, and few enough to be written down. */
  private static final int MOST_PACKAGES = 20_000;

  /** Of files in a directory that has one for each package. */
  private static final int MOST_FILES = 10_000;

  private static final List<String> ALPINE =
      List.of("/lib/apk/db/installed", "/usr/lib/apk/db/installed");

  /** Where rpm has its database, in one of its formats. */
  private static final List<String> RPM =
      List.of(
          "/var/lib/rpm/Packages",
          "/var/lib/rpm/Packages.db",
          "/var/lib/rpm/rpmdb.sqlite",
          "/usr/lib/sysimage/rpm/Packages",
          "/usr/lib/sysimage/rpm/Packages.db",
          "/usr/lib/sysimage/rpm/rpmdb.sqlite");

  private final FileTree tree;
  private final PathResolver resolver;
  private final Set<InstalledPackage> found = new LinkedHashSet<>();
  private final List<String> notices = new ArrayList<>();

  private PackageSearch(FileTree tree) {
    this.tree = tree;
    this.resolver = new PathResolver(tree);
  }

  /** The packages of the image whose files {@code tree} has. */
  public static BillOfMaterials in(FileTree tree) {
    return new PackageSearch(tree).search();
  }

  private BillOfMaterials search() {
    read("/var/lib/dpkg/status", PackageDatabase.DPKG);
    readDirectory("/var/lib/dpkg/status.d");
    ALPINE.forEach(path -> read(path, PackageDatabase.APK));
    RPM.stream()
        .filter(path -> file(path).isPresent())
        .forEach(
            path ->
                notices.add(
                    "The packages of the rpm database "
                        + path
                        + " are not listed: its format is not read."));
    if (found.isEmpty() && notices.isEmpty()) {
      notices.add("No package database was found in the image.");
    }
    Distribution distribution =
        text("/etc/os-release")
            .or(() -> text("/usr/lib/os-release"))
            .map(Distribution::of)
            .orElse(Distribution.UNKNOWN);
    return new BillOfMaterials(distribution, List.copyOf(found), notices);
  }

  private void read(String path, PackageDatabase database) {
    int room = MOST_PACKAGES - found.size();
    if (room > 0) {
      text(path).ifPresent(text -> found.addAll(database.read(text, room)));
      if (found.size() == MOST_PACKAGES) {
        notices.add("More than " + MOST_PACKAGES + " packages are not listed.");
      }
    }
  }

  /** Distroless images have a file for each package, and one with its files' digests. */
  private void readDirectory(String path) {
    Optional<FilePath> directory = resolved(path);
    if (directory.isEmpty()) {
      return;
    }
    List<String> names =
        tree.children(directory.get()).keySet().stream()
            .filter(name -> !name.endsWith(".md5sums"))
            .toList();
    if (names.size() > MOST_FILES) {
      notices.add(path + " has more files than are read; the others are left out.");
    }
    names.stream()
        .limit(MOST_FILES)
        .forEach(name -> read(path + "/" + FilePath.textOf(name), PackageDatabase.DPKG));
  }

  private Optional<String> text(String path) {
    Optional<RegularFile> file = file(path);
    if (file.isPresent() && file.get().size() > LARGEST) {
      notices.add(path + " is not read: it is larger than " + LARGEST + " bytes.");
      return Optional.empty();
    }
    return file.map(it -> text(it, path));
  }

  private static String text(RegularFile file, String path) {
    try (InputStream stream = file.content().open()) {
      return new String(stream.readNBytes(LARGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot read the package database " + path + ": " + e.getMessage(), e);
    }
  }

  private Optional<RegularFile> file(String path) {
    return resolved(path)
        .flatMap(tree::lookup)
        .filter(RegularFile.class::isInstance)
        .map(RegularFile.class::cast);
  }

  private Optional<FilePath> resolved(String path) {
    try {
      return Optional.of(resolver.resolve(FilePath.ofText(path)));
    } catch (TooManyLinks _) {
      notices.add(path + " is not read: its links lead in a circle.");
      return Optional.empty();
    }
  }
}
