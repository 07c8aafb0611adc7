package dev.kaniko.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.cli.flags.ExecutorFlags;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.domain.image.ImageFormat;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BuildOptionsTest {
  @TempDir private Path folder;

  private BuildOptions options(String arguments) throws BadArguments {
    ExecutorFlags flags = new ExecutorFlags();
    CommandLine line = new CommandLine(flags);
    line.parseArgs(("--destination=app --kaniko-dir=k " + arguments).strip().split(" "));
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return BuildOptions.of(
        flags,
        new Surroundings(
            Map.of(),
            InputStream.nullInputStream(),
            nowhere,
            nowhere,
            false,
            folder,
            InstantSource.system()));
  }

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "--build-arg=BUILDKIT_MULTI_PLATFORM=0, false",
    "--provenance=false --sbom=0, false",
    "--build-arg=BUILDKIT_MULTI_PLATFORM=1, true",
    "'--platform=linux/amd64,linux/arm64', true",
    "--sbom=true, true",
    "--provenance=mode=min, true",
  })
  void an_index_is_made_where_one_image_is_not_all(String arguments, boolean index)
      throws BadArguments {
    assertThat(options(arguments).index()).isEqualTo(index);
  }

  @Test
  void annotations_are_of_oci_images() throws BadArguments {
    assertThat(options("--annotation=a=b").format()).isEqualTo(Optional.of(ImageFormat.OCI));
    assertThat(options("").format()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--build-arg=BUILDKIT_MULTI_PLATFORM=x | BUILDKIT_MULTI_PLATFORM: expected true or false",
        "--platform=linux/amd64,linux/arm64 --tar-path=a | --tar-path: an archive for docker load",
        "--sbom=true --tar-path=a | --tar-path: an archive for docker load",
        "--sbom=true --image-format=docker | --provenance and --sbom need --image-format=oci",
        "--annotation=index:a=b | --annotation index:a: a single image has no index",
        "--annotation=index-descriptor:a=b | a single image has no index",
        "--annotation=x:a=b | --annotation: unknown annotation type \"x\"",
        "--annotation=manifest[linux/s390x]:a=b | nothing is built for linux/s390x",
        "--annotation=a=b --image-format=docker | --annotation needs --image-format=oci",
      })
  void what_does_not_go_together_is_refused(String arguments, String message) {
    assertThatThrownBy(() -> options(arguments))
        .isInstanceOf(BadArguments.class)
        .hasMessageContaining(message);
  }
}
