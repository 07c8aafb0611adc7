package dev.kaniko.wiring.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.cli.flags.RegistryFlags;
import dev.kaniko.cli.log.ConsoleListener;
import dev.kaniko.cli.log.Log;
import dev.kaniko.cli.log.LogFormat;
import dev.kaniko.cli.log.LogLevel;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.registry.ImageDocuments.Described;
import dev.kaniko.ports.registry.ImageOutput;
import dev.kaniko.wiring.parts.RegistryAccess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImmutableTagOutputTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({
    "400, The image tag '1' already exists and cannot be overwritten because the tag is immutable",
    "412, cannot update tag 1. The repository has enabled tag immutability"
  })
  void a_tag_that_is_not_changed_is_a_warning(int status, String words) {
    output(status, words).write(null);
    assertThat(said()).contains("registry/app:1").contains(words);
  }

  @ParameterizedTest
  @CsvSource({"500, the storage is immutable", "403, denied", "400, manifest invalid"})
  void any_other_refusal_stays_one(int status, String words) {
    assertThatThrownBy(() -> output(status, words).write(null))
        .isInstanceOf(RegistryFailure.class)
        .hasMessage(words);
    assertThat(said()).isEmpty();
  }

  @Test
  void registries_are_told_on_whose_behalf_a_pipeline_builds() {
    assertThat(userAgent(Map.of("UPSTREAM_CLIENT_TYPE", "UpstreamClient(skaffold-2)")))
        .matches("kaniko/[^ ]+,UpstreamClient\\(skaffold-2\\)");
    assertThat(userAgent(Map.of("UPSTREAM_CLIENT_TYPE", "a\r\nb: c"))).matches("kaniko/[^ ,]+");
    assertThat(userAgent(Map.of())).matches("kaniko/[^ ,]+");
  }

  private static String userAgent(Map<String, String> environment) {
    return RegistryAccess.options(new RegistryFlags(), environment).userAgent();
  }

  private ImageOutput output(int status, String words) {
    return new ImmutableTagOutput(
        new ImageOutput() {
          @Override
          public String name() {
            return "registry/app:1";
          }

          @Override
          public void check() {
            throw new AssertionError("not asked");
          }

          @Override
          public void write(Described image) {
            throw new RegistryFailure(
                "registry", OptionalInt.of(status), words, Optional.empty(), null);
          }
        },
        listener());
  }

  private BuildListener listener() {
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    InstantSource clock = InstantSource.system();
    Log log = new Log(stream, false, LogFormat.TEXT, LogLevel.WARN, false, clock);
    return new ConsoleListener(log, stream, stream, clock);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
