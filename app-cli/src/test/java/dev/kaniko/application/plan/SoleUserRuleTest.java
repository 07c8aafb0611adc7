package dev.kaniko.application.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.domain.account.Accounts.Identity;
import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.ports.rootfs.CommandRunner.SoleUser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SoleUserRuleTest {
  private static final SoleUser SOLE = new SoleUser(1000, 1000, List.of(44L));

  private static String refusal(String run, Identity identity, Optional<SoleUser> sole)
      throws InvalidDockerfile {
    byte[] text = ("FROM scratch\n" + run + "\n").getBytes(StandardCharsets.UTF_8);
    RunInstruction instruction =
        (RunInstruction)
            DockerfileParser.parse("Dockerfile", text)
                .dockerfile()
                .stages()
                .getFirst()
                .instructions()
                .getFirst();
    return SoleUserRule.refusal(instruction, identity, sole).map(Object::toString).orElse("");
  }

  private static Identity user(long uid, long gid, Long... groups) {
    return new Identity(uid, gid, List.of(groups), "/");
  }

  @Test
  void where_commands_can_run_as_anybody_nothing_is_refused() throws InvalidDockerfile {
    assertThat(refusal("RUN --network=none true", user(0, 0), Optional.empty())).isEmpty();
  }

  @Test
  void the_sole_user_with_groups_that_it_has_is_not_refused() throws InvalidDockerfile {
    assertThat(refusal("RUN true", user(1000, 1000), Optional.of(SOLE))).isEmpty();
    assertThat(refusal("RUN true", user(1000, 1000, 1000L, 44L), Optional.of(SOLE))).isEmpty();
  }

  @Test
  void another_user_or_another_group_is_refused_with_line_and_both_users()
      throws InvalidDockerfile {
    assertThat(refusal("RUN true", user(1000, 0), Optional.of(SOLE)))
        .isEqualTo(
            "Dockerfile:2: RUN: its user is 1000:0, and the executor, which is not root, can run"
                + " commands as its own user 1000:1000 only (put USER 1000:1000 before it, or let"
                + " the container run as user 0)");
    assertThat(refusal("RUN true", user(0, 1000), Optional.of(SOLE))).contains("user is 0:1000,");
  }

  @Test
  void groups_that_the_sole_user_has_not_are_named() throws InvalidDockerfile {
    assertThat(refusal("RUN true", user(1000, 1000, 44L, 50L, 7L), Optional.of(SOLE)))
        .contains("in the groups 50, 7, which the executor is not in");
  }

  @Test
  void a_command_without_network_is_refused() throws InvalidDockerfile {
    assertThat(refusal("RUN --network=none true", user(1000, 1000), Optional.of(SOLE)))
        .startsWith("Dockerfile:2: RUN --network=none: only root can");
    assertThat(refusal("RUN --network=host true", user(1000, 1000), Optional.of(SOLE))).isEmpty();
  }
}
