package dev.kaniko.cli.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.cli.process.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerBuildCommandTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final List<String> own = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "-t app:1 --push . | --context=. --destination=app:1",
        "--push -t app:1 -t app:2 - | --context=tar://stdin --destination=app:1"
            + " --destination=app:2",
        "-o type=registry --tag=app . | --context=. --destination=app",
        "--output type=image,push=true -t app dir | --context=dir --destination=app",
        "--output=type=docker,dest=a.tar -t app . | --context=. --tar-path=a.tar --destination=app"
            + " --no-push",
        "-o type=oci,tar=false,dest=out . | --context=. --oci-layout-path=out --no-push",
        "-o type=cacheonly -f a/Dockerfile . | --context=. --dockerfile=a/Dockerfile --no-push",
        "--push -t a --build-arg A --build-arg=B=1 --target x --label k=v . | --context=."
            + " --destination=a --build-arg=A --build-arg=B=1 --label=k=v --target=x",
        "--push -t a --platform linux/arm64 --no-cache --progress=quiet . | --context=."
            + " --destination=a --custom-platform=linux/arm64 --cache=false --verbosity=error",
        "--push -t a --platform linux/amd64,linux/arm64 --platform linux/386 . | --context=."
            + " --destination=a --custom-platform=linux/amd64,linux/arm64"
            + " --custom-platform=linux/386",
        "--push -t a --secret id=s,src=f --ssh default --iidfile i --metadata-file m"
            + " https://e.org/r.git | --context=https://e.org/r.git --destination=a"
            + " --secret=id=s,src=f --ssh=default --iidfile=i --metadata-file=m",
        "--push -t a --cache-from=b --cache-to=type=inline . | --context=. --destination=a"
            + " --cache-to=type=inline --cache-from=b --cache-ttl=2562047h",
        "--push -t a --no-cache --cache-from=b --cache-to=c . | --context=. --destination=a"
            + " --cache-to=c --cache=false",
      })
  void what_docker_is_told_is_told_to_the_executor_in_its_own_words(
      String arguments, String expected) {
    assertThat(run(arguments)).isZero();
    assertThat(own).containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "-t app . | there is no store of images here",
        "--push . | a push needs a name: --tag",
        "--push -t app | requires exactly 1 argument",
        "--push -t app . . | requires exactly 1 argument",
        "-o out . | only images are written here",
        "-o type=tar,dest=a . | there are registry, image, docker, oci and cacheonly",
        "-o type=oci,dest=a . | add tar=false",
        "-o type=docker . | needs dest=",
        "-o type=image,compression=zstd . | has no compression here",
        "--push -t app --progress=tty . | there are auto, plain and quiet",
        "--push -t app --load . | Unknown option: '--load'",
      })
  void what_is_not_there_is_refused_before_anything_is_built(String arguments, String message) {
    assertThat(run(arguments)).isEqualTo(1);
    assertThat(own).isEmpty();
    assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("Error: ").contains(message);
  }

  @Test
  void what_changes_nothing_says_so() {
    assertThat(run("--no-cache --cache-from=a --push -t app .")).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("--cache-from changes nothing");
    assertThat(run("--pull --push -t app .")).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("--pull changes nothing");
  }

  private int run(String arguments) {
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    Surroundings surroundings =
        new Surroundings(
            Map.of(),
            InputStream.nullInputStream(),
            stream,
            stream,
            false,
            Path.of(""),
            InstantSource.system());
    return new DockerBuildCommand(
            surroundings,
            given -> {
              own.addAll(given);
              return 0;
            })
        .run(List.of(arguments.split(" ")));
  }
}
