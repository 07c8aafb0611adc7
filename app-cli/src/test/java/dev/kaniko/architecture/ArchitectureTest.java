package dev.kaniko.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pf4j.Extension;

class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.kaniko");

  @ParameterizedTest
  @MethodSource("dev.kaniko.architecture.ArchitectureRule#all")
  void the_product_keeps_the_rule(ArchitectureRule rule) {
    rule.rule().check(PRODUCT);
  }

  @ParameterizedTest
  @MethodSource("dev.kaniko.architecture.ArchitectureRule#all")
  void the_rule_notices_a_class_that_breaks_it(ArchitectureRule rule) {
    JavaClasses planted = new ClassFileImporter().importClasses(rule.violation());
    assertThatThrownBy(() -> rule.rule().check(planted)).isInstanceOf(AssertionError.class);
  }

  /** Without its line in an index, an extension is never made, and nothing says so. */
  @Test
  void every_extension_is_in_an_index_and_nothing_else() throws IOException {
    Set<String> indexed = new TreeSet<>();
    for (URL index : Collections.list(loader().getResources("META-INF/extensions.idx"))) {
      try (InputStream in = index.openStream()) {
        new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .forEach(indexed::add);
      }
    }
    assertThat(indexed)
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            PRODUCT.stream()
                .filter(type -> type.isAnnotatedWith(Extension.class))
                .map(JavaClass::getName)
                .toList());
  }

  private static ClassLoader loader() {
    return ArchitectureTest.class.getClassLoader();
  }

  /** The rules would all be kept by no classes at all. */
  @Test
  void every_module_was_looked_at() {
    assertThat(PRODUCT.stream().map(c -> c.getPackageName()).distinct())
        .contains(
            "dev.kaniko.domain.image",
            "dev.kaniko.ports.rootfs",
            "dev.kaniko.adapters.context",
            "dev.kaniko.adapters.registry",
            "dev.kaniko.adapters.credentials.docker",
            "dev.kaniko.adapters.rootfs.root",
            "dev.kaniko.application",
            "dev.kaniko.cli",
            "dev.kaniko.wiring");
  }
}
