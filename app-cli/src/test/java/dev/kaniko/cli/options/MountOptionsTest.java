package dev.kaniko.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.application.CommandSecrets;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.MountFlags;
import dev.kaniko.cli.process.Surroundings;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountOptionsTest {
  @TempDir Path folder;

  private MountOptions options(MountFlags flags) throws BadArguments {
    Surroundings surroundings =
        new Surroundings(
            Map.of("VARIABLE", "of the environment", "named", "by its id"),
            InputStream.nullInputStream(),
            new PrintStream(java.io.OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(java.io.OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            false,
            folder,
            InstantSource.system());
    return MountOptions.of(flags, folder.resolve("work"), surroundings);
  }

  private String secret(String flag) throws BadArguments {
    MountFlags flags = new MountFlags();
    flags.secrets = List.of(flag);
    Map<String, byte[]> secrets = options(flags).secrets().secrets();
    return secrets.keySet()
        + " "
        + new String(secrets.values().iterator().next(), StandardCharsets.UTF_8);
  }

  @Test
  void a_secret_comes_from_a_file_a_variable_or_whatever_has_its_name() throws Exception {
    Files.writeString(folder.resolve("file"), "of a file");
    assertThat(secret("id=a,src=file")).isEqualTo("[a] of a file");
    assertThat(secret("type=file,id=a,source=file")).isEqualTo("[a] of a file");
    assertThat(secret("id=a,env=VARIABLE")).isEqualTo("[a] of the environment");
    assertThat(secret("id=a,type=env,src=VARIABLE")).isEqualTo("[a] of the environment");
    assertThat(secret("id=named")).isEqualTo("[named] by its id");
    assertThat(secret("id=file")).isEqualTo("[file] of a file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "src=file; needs an id",
        "id=a,src=missing; cannot read",
        "id=a,env=MISSING; MISSING is not set",
        "id=a,src=file,env=VARIABLE; both src and env",
        "id=a,typ=file; unexpected key 'typ'",
        "id=a,required; must be a key=value pair",
        "id=a,type=vault; unsupported secret type"
      })
  void a_secret_that_makes_no_sense_is_refused(String flag, String message) {
    assertThatThrownBy(() -> secret(flag))
        .isInstanceOf(BadArguments.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_secret_of_more_than_500_kib_is_refused() throws Exception {
    Files.write(folder.resolve("large"), new byte[(500 << 10) + 1]);
    assertThatThrownBy(() -> secret("id=large")).hasMessageContaining("500 KiB");
  }

  @Test
  void nothing_shows_what_a_secret_is() {
    CommandSecrets secrets =
        new CommandSecrets(Map.of("a", "hush".getBytes(StandardCharsets.UTF_8)), Map.of());
    assertThat(secrets.toString()).contains("a").doesNotContain("hush");
  }

  @Test
  void an_agent_without_a_socket_is_refused() {
    MountFlags flags = new MountFlags();
    flags.agents = List.of("default");
    assertThatThrownBy(() -> options(flags)).hasMessageContaining("SSH_AUTH_SOCK");
    flags.agents = List.of("default=" + folder);
    assertThatThrownBy(() -> options(flags)).hasMessageContaining("is no socket");
  }

  @Test
  void caches_are_kept_in_the_work_directory_unless_another_is_named() throws Exception {
    MountFlags flags = new MountFlags();
    assertThat(options(flags).cacheDirectory()).isEqualTo(folder.resolve("work/cache-mounts"));
    flags.cacheMountDir = java.util.Optional.of("elsewhere");
    assertThat(options(flags).cacheDirectory()).isEqualTo(folder.resolve("elsewhere"));
  }
}
