package dev.kaniko.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.kaniko.adapters.registry.testkit.FaultServer;
import dev.kaniko.adapters.registry.testkit.FaultServer.Asked;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.adapters.registry.testkit.RegistryProcess;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.adapters.registry.testkit.TokenServer;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who we are, proven to real registries and not to hostile ones. */
class AuthenticationTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");
  private static final Credential RIGHT =
      new Credential.UserPassword(RegistryProcess.USER, RegistryProcess.PASSWORD);
  private static final Credential WRONG = new Credential.UserPassword("mallory", "guess");

  @TempDir Path directory;

  private final RecordingListener listener = new RecordingListener();

  @Test
  void a_password_opens_a_registry_that_wants_one() {
    try (RegistryProcess server = RegistryProcess.withPassword();
        Registries registries = registries(server.host(), RIGHT)) {
      DescribedImage image = image(20);
      registries.destination(reference(server)).write(image);

      assertThat(registries.resolve(reference(server), AMD64).manifest())
          .isEqualTo(image.manifestDescriptor());
    }
  }

  @Test
  void a_wrong_password_is_told_with_the_file_it_came_from() {
    try (RegistryProcess server = RegistryProcess.withPassword();
        Registries registries = registries(server.host(), WRONG)) {
      refused(
          registries,
          server,
          401,
          "the credentials for " + server.host() + " are from /test/config.json");
    }
  }

  @Test
  void a_missing_password_is_told_with_the_file_that_was_looked_at() {
    try (RegistryProcess server = RegistryProcess.withPassword();
        Registries registries = registries("other.example", RIGHT)) {
      refused(
          registries,
          server,
          401,
          "there are no credentials for " + server.host() + " in /test/config.json");
    }
  }

  @Test
  void a_token_is_fetched_once_for_a_push_and_once_for_a_pull() {
    try (TokenServer tokens = new TokenServer();
        RegistryProcess server = RegistryProcess.withTokens(tokens);
        Registries registries = registries(server.host(), RIGHT)) {
      registries.destination(reference(server)).write(image(21, 22, 23));
      registries.resolve(reference(server), AMD64);

      assertThat(tokens.asked())
          .extracting(Asked::target)
          .containsExactly(
              "/token?service=test+registry&scope=repository%3Aapp%3Apull%2Cpush",
              "/token?service=test+registry&scope=repository%3Aapp%3Apull");
    }
  }

  @Test
  void an_identity_token_is_exchanged_by_post() {
    try (TokenServer tokens = new TokenServer();
        RegistryProcess server = RegistryProcess.withTokens(tokens);
        Registries registries =
            registries(server.host(), new Credential.IdentityToken(TokenServer.REFRESH))) {
      registries.destination(reference(server)).write(image(24));

      assertThat(tokens.asked())
          .singleElement()
          .satisfies(it -> assertThat(it.method()).isEqualTo("POST"))
          .satisfies(it -> assertThat(it.target()).isEqualTo("/token"))
          .satisfies(it -> assertThat(it.authorization()).isEmpty())
          .satisfies(
              it -> assertThat(it.body()).contains("refresh_token=refresh%2Bme%3D&service="));
    }
  }

  @Test
  void nobody_may_pull_without_credentials_where_that_is_allowed() {
    try (TokenServer tokens = new TokenServer();
        RegistryProcess server = RegistryProcess.withTokens(tokens);
        Registries owner = registries(server.host(), RIGHT);
        Registries anybody = Impatient.registries(listener)) {
      DescribedImage image = image(25);
      owner.destination(reference(server)).write(image);

      assertThat(anybody.resolve(reference(server), AMD64).manifest())
          .isEqualTo(image.manifestDescriptor());
      assertThatThrownBy(() -> anybody.destination(reference(server)).check())
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("checking push permission for \"" + reference(server) + "\"")
          .hasMessageContaining("UNAUTHORIZED: authentication required");
    }
  }

  @Test
  void a_token_service_that_rejects_the_password_is_told_so() {
    try (TokenServer tokens = new TokenServer();
        RegistryProcess server = RegistryProcess.withTokens(tokens);
        Registries registries = registries(server.host(), WRONG)) {
      assertThatThrownBy(() -> registries.destination(reference(server)).check())
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("the answer is 401: incorrect username or password")
          .satisfies(
              failure ->
                  assertThat(((RegistryFailure) failure).hint().orElseThrow())
                      .contains("are from /test/config.json"));
    }
  }

  @Test
  void an_expired_token_is_not_used_again() {
    try (TokenServer tokens = new TokenServer();
        RegistryProcess server = RegistryProcess.withTokens(tokens);
        Registries registries = registries(server.host(), RIGHT)) {
      tokens.validFor(1);
      registries.destination(reference(server)).write(image(26));

      assertThat(tokens.asked()).hasSizeGreaterThan(3);
    }
  }

  @Test
  void a_token_that_the_registry_rejects_is_renewed_once() {
    AtomicInteger issued = new AtomicInteger();
    try (FaultServer service =
            new FaultServer(
                (exchange, it) ->
                    FaultServer.reply(
                        exchange, 200, "{\"token\":\"t" + issued.incrementAndGet() + "\"}"));
        FaultServer server =
            new FaultServer(
                (exchange, it) -> {
                  if (it.authorization().equals("Bearer t2")) {
                    FaultServer.reply(exchange, 202, "", "Location", "/v2/app/blobs/uploads/1");
                  } else {
                    challenge(exchange, service.url("/token?already=here"));
                  }
                });
        Registries registries = Impatient.registries(listener)) {
      registries.destination(ImageReference.parse(server.host() + "/app:1")).check();

      assertThat(service.asked())
          .extracting(Asked::target)
          .containsExactly(
              "/token?already=here&service=x&scope=repository%3Aapp%3Apull%2Cpush",
              "/token?already=here&service=x&scope=repository%3Aapp%3Apull%2Cpush");
    }
  }

  @Test
  void a_registry_that_rejects_every_token_is_not_asked_for_ever() {
    AtomicInteger issued = new AtomicInteger();
    try (FaultServer service =
            new FaultServer(
                (exchange, it) ->
                    FaultServer.reply(
                        exchange, 200, "{\"token\":\"t" + issued.incrementAndGet() + "\"}"));
        FaultServer server =
            new FaultServer((exchange, it) -> challenge(exchange, service.url("/token")));
        Registries registries = Impatient.registries(listener)) {
      assertThatThrownBy(
              () -> registries.resolve(ImageReference.parse(server.host() + "/app:1"), AMD64))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("the answer is 401");
      assertThat(issued.get()).isBetween(1, 2);
    }
  }

  /** The registry forgets a token before it expires; the helper knows a new password by then. */
  @Test
  void a_rejected_password_is_asked_for_anew_once() {
    AtomicInteger asked = new AtomicInteger();
    CredentialHelper renewing =
        (registry, repository) ->
            Optional.of(new Credential.UserPassword("me", "password" + asked.incrementAndGet()));
    String second = "Basic bWU6cGFzc3dvcmQy";
    try (FaultServer server =
            new FaultServer(
                (exchange, it) -> {
                  if (it.authorization().equals(second)) {
                    FaultServer.reply(exchange, 202, "", "Location", "/v2/app/blobs/uploads/1");
                  } else {
                    FaultServer.reply(exchange, 401, "", "WWW-Authenticate", "Basic realm=x");
                  }
                });
        Registries registries = Impatient.registries(Impatient.OPTIONS, listener, renewing)) {
      ImageReference destination = ImageReference.parse(server.host() + "/app:1");
      // The probe has asked for a password already, so that the first request carries one.
      registries.destination(destination).check();

      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void a_credential_that_the_token_service_rejects_is_asked_for_anew_once() {
    AtomicInteger asked = new AtomicInteger();
    CredentialHelper renewing =
        (registry, repository) ->
            Optional.of(new Credential.IdentityToken("refresh" + asked.incrementAndGet()));
    try (FaultServer service =
            new FaultServer(
                (exchange, it) ->
                    FaultServer.reply(
                        exchange,
                        it.body().contains("refresh_token=refresh2") ? 200 : 401,
                        "{\"access_token\":\"t\"}"));
        FaultServer server =
            new FaultServer(
                (exchange, it) -> {
                  if (it.authorization().equals("Bearer t")) {
                    FaultServer.reply(exchange, 202, "", "Location", "/v2/app/blobs/uploads/1");
                  } else {
                    challenge(exchange, service.url("/token"));
                  }
                });
        Registries registries = Impatient.registries(Impatient.OPTIONS, listener, renewing)) {
      registries.destination(ImageReference.parse(server.host() + "/app:1")).check();

      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void a_registry_token_goes_to_the_registry_itself() {
    try (FaultServer server =
            new FaultServer(
                (exchange, it) -> {
                  if (it.authorization().equals("Bearer abc.def")) {
                    FaultServer.reply(exchange, 202, "", "Location", "/v2/app/blobs/uploads/1");
                  } else {
                    FaultServer.reply(
                        exchange,
                        401,
                        "",
                        "WWW-Authenticate",
                        "Bearer realm=\"http://x.invalid/\"");
                  }
                });
        Registries registries =
            registries(server.host(), new Credential.RegistryToken("abc.def"))) {
      registries.destination(ImageReference.parse(server.host() + "/app:1")).check();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/token",
        "https://169.254.169.254/latest/api/token",
        "https://[fd00:ec2::254]/token",
        "http://auth.invalid/token",
        "file:///etc/passwd",
        "https://me:pw@localhost/token"
      })
  void a_realm_where_no_token_service_is_gets_nothing(String realm) {
    try (FaultServer server = new FaultServer((exchange, it) -> challenge(exchange, realm));
        Registries registries = registries(server.host(), RIGHT)) {
      assertThatThrownBy(
              () -> registries.resolve(ImageReference.parse(server.host() + "/app:1"), AMD64))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("as its token service");
    }
  }

  @Test
  void a_token_service_that_redirects_to_a_forbidden_place_is_not_followed() {
    try (FaultServer service =
            new FaultServer(
                (exchange, it) ->
                    FaultServer.reply(
                        exchange, 302, "", "Location", "http://169.254.169.254/token"));
        FaultServer server =
            new FaultServer((exchange, it) -> challenge(exchange, service.url("/token")));
        Registries registries = registries(server.host(), RIGHT)) {
      assertThatThrownBy(
              () -> registries.resolve(ImageReference.parse(server.host() + "/app:1"), AMD64))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("as its redirect");
    }
  }

  @Test
  void a_token_answer_that_never_ends_is_given_up() {
    try (FaultServer service =
            new FaultServer(
                (exchange, it) -> FaultServer.reply(exchange, 200, new byte[2 * 1024 * 1024]));
        FaultServer server =
            new FaultServer((exchange, it) -> challenge(exchange, service.url("/token")));
        Registries registries = registries(server.host(), RIGHT)) {
      assertThatThrownBy(
              () -> registries.resolve(ImageReference.parse(server.host() + "/app:1"), AMD64))
          .isInstanceOf(UnsafeContentFailure.class)
          .hasMessageContaining("is larger than 1048576 bytes");
    }
  }

  @Test
  void a_token_that_would_break_the_header_is_refused() {
    try (FaultServer service =
            new FaultServer(
                (exchange, it) ->
                    FaultServer.reply(exchange, 200, "{\"token\":\"a\\r\\nX-Evil: 1\"}"));
        FaultServer server =
            new FaultServer((exchange, it) -> challenge(exchange, service.url("/token")));
        Registries registries = registries(server.host(), RIGHT)) {
      assertThatThrownBy(
              () -> registries.resolve(ImageReference.parse(server.host() + "/app:1"), AMD64))
          .isInstanceOf(UnsafeContentFailure.class)
          .hasMessageContaining("has characters that no token has");
    }
  }

  @Test
  void a_helper_that_fails_is_named() {
    CredentialHelper failing =
        new CredentialHelper() {
          @Override
          public Optional<Credential> credentialFor(String registry, String repository)
              throws IOException {
            throw new IOException("the vault is locked");
          }

          @Override
          public String source() {
            return "the vault";
          }
        };
    try (RegistryProcess server = RegistryProcess.withPassword();
        Registries registries = Impatient.registries(Impatient.OPTIONS, listener, failing)) {
      assertThatThrownBy(() -> registries.resolve(reference(server), AMD64))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("from the vault: the vault is locked");
    }
  }

  private static void challenge(HttpExchange exchange, String realm) throws IOException {
    FaultServer.reply(
        exchange, 401, "", "WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"x\"");
  }

  private void refused(Registries registries, RegistryProcess server, int status, String hint) {
    assertThatThrownBy(() -> registries.resolve(reference(server), AMD64))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("the answer is " + status)
        .message()
        .doesNotContain("guess");
    assertThatThrownBy(() -> registries.resolve(reference(server), AMD64))
        .satisfies(
            failure -> assertThat(((RegistryFailure) failure).hint()).isEqualTo(Optional.of(hint)));
  }

  private Registries registries(String registry, Credential credential) {
    return Impatient.registries(
        Impatient.OPTIONS, listener, Impatient.helper(Map.of(registry, credential)));
  }

  private DescribedImage image(int... sizes) {
    return SampleImage.of(ImageFormat.DOCKER, directory, sizes);
  }

  private static ImageReference reference(RegistryProcess server) {
    return ImageReference.parse(server.host() + "/app:1");
  }
}
