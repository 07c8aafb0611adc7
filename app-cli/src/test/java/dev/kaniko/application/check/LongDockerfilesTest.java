package dev.kaniko.application.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.application.inspect.PlanDockerfile;
import dev.kaniko.application.inspect.PlannedStage;
import dev.kaniko.domain.check.CheckResult;
import dev.kaniko.domain.check.CheckRule;
import dev.kaniko.domain.check.Violation;
import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.image.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is true of long Dockerfiles, at a size that tests have time for. */
class LongDockerfilesTest {
  private static final Platform PLATFORM = Platform.parse("linux/amd64");

  private static final Map<String, Set<CheckRule>> RULES =
      Map.of(
          "undefined",
          Set.of(CheckRule.UNDEFINED_VAR),
          "repeated",
          Set.of(CheckRule.JSON_ARGS_RECOMMENDED, CheckRule.MULTIPLE_INSTRUCTIONS_DISALLOWED),
          "mixed",
          Set.of(
              CheckRule.CONSISTENT_INSTRUCTION_CASING,
              CheckRule.NO_EMPTY_CONTINUATION,
              CheckRule.EXPOSE_PROTO_CASING));

  @TestFactory
  Stream<DynamicTest> long_dockerfiles_violate_the_rules_that_they_were_made_to_violate() {
    Map<String, String> files = LongDockerfiles.all(3_000, Integer.MAX_VALUE, 300_000);
    assertThat(files).hasSize(100);
    return files.entrySet().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getKey(), () -> check(file.getKey(), file.getValue())));
  }

  private static void check(String name, String text) throws InterruptedException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    CheckRequest request =
        new CheckRequest(
            Map.of(), Optional.empty(), true, PLATFORM, Map.of(), Optional.empty(), false);

    CheckResult result = new CheckDockerfile(request, Optional.empty(), true).check(name, content);

    assertThat(result.problems()).isEmpty();
    Set<CheckRule> rules =
        result.violations().stream().map(Violation::rule).collect(Collectors.toSet());
    assertThat(RULES.getOrDefault(name.split("-")[0], Set.of())).containsAll(rules);
    assertThat(rules.isEmpty()).isEqualTo(!RULES.containsKey(name.split("-")[0]));
    Dockerfile dockerfile = DockerfileParser.parse(name, content).dockerfile();
    assertThat(
            new PlanDockerfile(dockerfile, Map.of(), PLATFORM, Map.of())
                .plan(Optional.empty())
                .stages())
        .hasSameSizeAs(dockerfile.stages())
        .allMatch(PlannedStage::needed);
  }
}
