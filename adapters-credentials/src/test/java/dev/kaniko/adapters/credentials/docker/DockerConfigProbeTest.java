package dev.kaniko.adapters.credentials.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.ports.diagnosis.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerConfigProbeTest {
  private static final String CANARY = "canary-5d1f";

  @TempDir private Path folder;

  @Test
  void registries_and_helpers_are_named_and_no_value_is() throws IOException {
    Path config =
        config(
            """
            {"auths": {"registry.example.com": {"auth": "%1$s"}, "empty.example.com": {}},
             "credHelpers": {"here.example.com": "present", "gone.example.com": "absent", "team.azurecr.io": "acr-env"}}
            """
                .formatted(CANARY));
    Path program = Files.writeString(folder.resolve("docker-credential-present"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, String> environment =
        Map.of(
            "DOCKER_CONFIG",
            folder.toString(),
            "PATH",
            folder.toString(),
            "AWS_SECRET_ACCESS_KEY",
            CANARY,
            "MY_TOKEN",
            CANARY,
            "KANIKO_REGISTRY_EXAMPLE_USER",
            CANARY,
            "HOME",
            "/nowhere");
    assertThat(new DockerConfigProbe(environment).findings())
        .containsExactlyInAnyOrder(
            Finding.ok(config + " has entries for registry.example.com"),
            Finding.ok("docker-credential-present is to be asked for here.example.com"),
            Finding.no(
                "docker-credential-absent is to be asked for gone.example.com, and is not on the"
                    + " PATH"),
            Finding.ok(
                "docker-credential-acr-env is to be asked for team.azurecr.io; it is not on the"
                    + " PATH, and a plugin does it"),
            Finding.ok("programs docker-credential-* on the PATH: present"),
            Finding.note(
                "variables that are set: AWS_SECRET_ACCESS_KEY, DOCKER_CONFIG,"
                    + " KANIKO_REGISTRY_EXAMPLE_USER, MY_TOKEN"))
        .noneMatch(finding -> finding.text().contains(CANARY));
  }

  @Test
  void a_config_that_cannot_be_read_is_wrong_and_not_repeated() throws IOException {
    config("{\"auths\": {\"registry.example.com\": " + CANARY);
    assertThat(new DockerConfigProbe(Map.of("DOCKER_CONFIG", folder.toString())).findings())
        .anyMatch(
            finding ->
                finding.mark().equals(Finding.Mark.NO)
                    && finding.text().contains("is not valid JSON"))
        .noneMatch(finding -> finding.text().contains(CANARY));
  }

  @Test
  void where_nothing_is_found_it_is_said_where_was_looked() {
    assertThat(new DockerConfigProbe(Map.of("HOME", folder.toString())).findings())
        .containsExactly(
            Finding.note("no config.json at " + folder + "/.docker/config.json"),
            Finding.note("no program docker-credential-* is on the PATH"));
    assertThat(new DockerConfigProbe(Map.of()).findings())
        .contains(Finding.note("no config.json: neither DOCKER_CONFIG nor HOME is set"));
  }

  private Path config(String text) throws IOException {
    return Files.writeString(folder.resolve("config.json"), text);
  }
}
