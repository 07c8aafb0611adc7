package dev.kaniko.domain.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageDatabaseTest {

  @Test
  void dpkg_names_what_is_installed_and_not_what_was() {
    String status =
        """
        Package: libc6
        Status: install ok installed
        Architecture: amd64
        Source: glibc (2.41-12)
        Version: 2.41-12+deb13u1
        Maintainer: GNU Libc Maintainers <debian-glibc@lists.debian.org>
        Description: a library
         Version: no field, but a line of the description
        Homepage: https://www.gnu.org/software/libc/

        Package: gone
        Status: deinstall ok config-files
        Version: 1

        Package: half
        Status: install ok half-configured
        Version: 1


        Package: last
        Version: 2
        """;

    assertThat(PackageDatabase.DPKG.read(status, 10))
        .containsExactly(
            new InstalledPackage(
                "deb",
                "libc6",
                "2.41-12+deb13u1",
                "amd64",
                "glibc",
                "",
                "GNU Libc Maintainers <debian-glibc@lists.debian.org>",
                "https://www.gnu.org/software/libc/"),
            new InstalledPackage("deb", "last", "2", "", "", "", "", ""));
  }

  @Test
  void apk_names_packages_by_single_letters() {
    String installed =
        """
        C:Q1abc=
        P:busybox-binsh
        V:1.37.0-r12
        A:x86_64
        L:GPL-2.0-only
        o:busybox
        m:Some One <one@example.org>
        U:https://busybox.net/
        F:bin
        R:sh

        P:musl
        V:1.2.5-r9
        """;

    assertThat(PackageDatabase.APK.read(installed, 10))
        .containsExactly(
            new InstalledPackage(
                "apk",
                "busybox-binsh",
                "1.37.0-r12",
                "x86_64",
                "busybox",
                "GPL-2.0-only",
                "Some One <one@example.org>",
                "https://busybox.net/"),
            new InstalledPackage("apk", "musl", "1.2.5-r9", "", "", "", "", ""));
  }

  @Test
  void hostile_databases_give_bounded_names_without_control_characters() {
    String name = "x".repeat(5000);

    assertThat(PackageDatabase.APK.read("P:" + name + "\nV:\u001b[2J\u0000\n", 10))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.name()).hasSize(1024);
              assertThat(it.version()).isEqualTo("?[2J?");
            });
    assertThat(PackageDatabase.DPKG.read(":\n::\n\u0000\nVersion: 1\n\n\n", 10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ID=debian\\nVERSION_ID=\"13\" | debian | 13",
        "NAME=x\\nID='alpine'\\nVERSION_ID=3.22.1 | alpine | 3.22.1",
        "ID=../../x\\nVERSION_ID=a b | '' | ''",
        "# nothing | '' | ''",
      })
  void a_distribution_is_known_by_its_release_file(String text, String id, String version) {
    assertThat(Distribution.of(text.replace("\\n", "\n"))).isEqualTo(new Distribution(id, version));
  }

  @Test
  void package_urls_are_written_as_others_write_them() {
    assertThat(
            PackageUrl.of(
                "deb",
                "debian/g++",
                "4:12.2+x",
                new TreeMap<>(Map.of("arch", "amd64", "distro", "debian-12", "upstream", ""))))
        .isEqualTo("pkg:deb/debian/g%2B%2B@4:12.2%2Bx?arch=amd64&distro=debian-12");
    Platform platform = Platform.of("linux", "arm", "v7");
    assertThat(PackageUrl.of(ImageReference.parse("alpine:3"), platform))
        .isEqualTo("pkg:docker/alpine@3?platform=linux%2Farm%2Fv7");
    assertThat(PackageUrl.of(ImageReference.parse("localhost:5000/a/b"), platform))
        .isEqualTo("pkg:docker/localhost:5000/a/b@latest?platform=linux%2Farm%2Fv7");
  }

  @Test
  void no_more_packages_are_read_than_are_wanted() {
    String many = "Package: a\n\nPackage: b\n\nPackage: c\n";
    assertThat(PackageDatabase.DPKG.read(many, 2))
        .extracting(InstalledPackage::name)
        .containsExactly("a", "b");
    assertThat(PackageDatabase.DPKG.read(many, 3)).hasSize(3);
  }
}
