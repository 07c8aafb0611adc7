package dev.kaniko.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
