package dev.kaniko.application.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.attestation.BillOfMaterials;
import dev.kaniko.domain.attestation.Distribution;
import dev.kaniko.domain.attestation.InstalledPackage;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PackageSearchTest {
  private static final FileMetadata ROOTS = FileMetadata.ofRoot(0755, Instant.EPOCH);

  private final Files files = new Files();

  /** Files by their paths, with all directories above them. */
  private static final class Files implements FileTree {
    private final SortedMap<FilePath, FileNode> nodes = new TreeMap<>();

    void put(String path, FileNode node) {
      FilePath at = FilePath.of(path);
      nodes.put(at, node);
      while (!at.isRoot()) {
        at = at.parent();
        nodes.putIfAbsent(at, new Directory(ROOTS));
      }
    }

    void put(String path, String text) {
      put(path, new RegularFile(ROOTS, text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<FileNode> lookup(FilePath path) {
      return Optional.ofNullable(nodes.get(path));
    }

    @Override
    public SortedMap<String, FileNode> children(FilePath path) {
      SortedMap<String, FileNode> children = new TreeMap<>();
      nodes.forEach(
          (at, node) -> {
            if (!at.isRoot() && at.parent().equals(path)) {
              children.put(at.name(), node);
            }
          });
      return children;
    }
  }

  private BillOfMaterials search() {
    return PackageSearch.in(files);
  }

  @Test
  void debians_distroless_and_alpine_packages_are_found_wherever_links_inside_lead() {
    files.put("/etc/os-release", new Symlink(ROOTS, "../usr/lib/os-release"));
    files.put("/usr/lib/os-release", "ID=debian\nVERSION_ID=13\n");
    files.put("/var/lib/dpkg", new Symlink(ROOTS, "/data/dpkg"));
    files.put("/data/dpkg/status", "Package: a\nVersion: 1\n\nPackage: b\nVersion: 2\n");
    files.put("/data/dpkg/status.d/c", "Package: c\nVersion: 3\n");
    files.put("/data/dpkg/status.d/c.md5sums", "Package: no\n");
    files.put("/lib", new Symlink(ROOTS, "usr/lib"));
    files.put("/usr/lib/apk/db/installed", "P:d\nV:4\n");

    assertThat(search().packages())
        .extracting(InstalledPackage::name)
        .containsExactly("a", "b", "c", "d");
    assertThat(search().distribution()).isEqualTo(new Distribution("debian", "13"));
    assertThat(search().notices()).isEmpty();
  }

  @Test
  void a_database_that_is_not_read_is_named_rather_than_left_out_silently() {
    files.put("/var/lib/rpm/rpmdb.sqlite", "SQLite format 3");

    assertThat(search().packages()).isEmpty();
    assertThat(search().notices())
        .containsExactly(
            "The packages of the rpm database /var/lib/rpm/rpmdb.sqlite are not listed: its format"
                + " is not read.");
  }

  @Test
  void more_packages_than_can_be_written_down_are_left_out_and_that_is_told() {
    files.put("/var/lib/dpkg/status", "Package: p\nVersion: 1\n\n".repeat(3));
    files.put("/lib/apk/db/installed", many("P:a%d\n\n", 30_000));

    assertThat(search().packages()).hasSize(20_000);
    assertThat(search().notices()).containsExactly("More than 20000 packages are not listed.");
  }

  private static String many(String paragraph, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(paragraph.formatted(i));
    }
    return text.toString();
  }

  @Test
  void an_image_without_a_database_says_so() {
    assertThat(search().notices()).containsExactly("No package database was found in the image.");
  }

  @Test
  void hostile_databases_are_not_read_and_named() {
    FileContent endless =
        () -> {
          throw new AssertionError("it is read");
        };
    files.put("/var/lib/dpkg/status", new RegularFile(ROOTS, 1L << 40, endless, Optional.empty()));
    files.put("/lib/apk/db/installed", new Symlink(ROOTS, "installed"));
    files.put("/usr/lib/apk/db/installed", new Directory(ROOTS));

    assertThat(search().packages()).isEmpty();
    assertThat(search().notices())
        .containsExactly(
            "/var/lib/dpkg/status is not read: it is larger than 16777216 bytes.",
            "/lib/apk/db/installed is not read: its links lead in a circle.");
  }
}
