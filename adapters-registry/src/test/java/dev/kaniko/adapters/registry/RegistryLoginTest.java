package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.testkit.FaultServer;
import dev.kaniko.adapters.registry.testkit.FaultServer.Asked;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.adapters.registry.testkit.RegistryProcess;
import dev.kaniko.adapters.registry.testkit.TokenServer;
import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.failure.RegistryFailure;
import org.junit.jupiter.api.Test;

class RegistryLoginTest {
  private static final Credential RIGHT =
      new Credential.UserPassword(RegistryProcess.USER, RegistryProcess.PASSWORD);
  private static final Credential WRONG = new Credential.UserPassword("mallory", "canary");

  private final RegistryLogin login =
      new RegistryLogin(Impatient.OPTIONS, new RecordingListener(), Impatient.TUNING);

  @Test
  void a_registry_with_passwords_takes_the_right_one_and_no_other() {
    try (RegistryProcess server = RegistryProcess.withPassword()) {
      assertThat(login.isAsked(server.host(), RIGHT)).isTrue();
      assertThatThrownBy(() -> login.isAsked(server.host(), WRONG))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("cannot log in: the answer is 401")
          .message()
          .doesNotContain("canary");
    }
  }

  @Test
  void a_registry_with_a_token_service_is_logged_in_to_by_it() {
    try (TokenServer tokens = new TokenServer();
        RegistryProcess server = RegistryProcess.withTokens(tokens)) {
      assertThat(login.isAsked(server.host(), RIGHT)).isTrue();
      assertThat(login.isAsked(server.host(), new Credential.IdentityToken(TokenServer.REFRESH)))
          .isTrue();
      assertThat(tokens.asked())
          .noneMatch(asked -> (asked.target() + asked.body()).contains("scope="));
      assertThatThrownBy(() -> login.isAsked(server.host(), WRONG))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("cannot log in: the answer is 401");
    }
  }

  @Test
  void a_registry_that_is_open_did_not_look_at_the_credentials() {
    try (FaultServer server =
        new FaultServer((exchange, it) -> FaultServer.reply(exchange, 200, "{}"))) {
      assertThat(login.isAsked(server.host(), WRONG)).isFalse();
      assertThat(server.asked()).extracting(Asked::authorization).containsOnly("");
    }
  }

  @Test
  void what_is_no_registry_is_no_login() {
    try (FaultServer server =
        new FaultServer((exchange, it) -> FaultServer.reply(exchange, 404, "no such page"))) {
      assertThatThrownBy(() -> login.isAsked(server.host(), RIGHT))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("cannot log in: the answer is 404");
    }
  }
}
