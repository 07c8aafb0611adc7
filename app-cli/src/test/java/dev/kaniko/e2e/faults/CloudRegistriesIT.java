package dev.kaniko.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.kaniko.adapters.registry.testkit.FaultServer;
import dev.kaniko.adapters.registry.testkit.FaultServer.Asked;
import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.LocalRegistry;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pushes to the clouds' registries by their own names, with the plugins' tokens. The names lead to
 * this machine, where services that speak as the clouds do give the tokens.
 */
@ExtendWith(SharedWorld.class)
class CloudRegistriesIT {
  private static final String TOKEN = "canary-token-";

  private final AtomicInteger tokens = new AtomicInteger();
  private final ExecutorProgram executor;
  private final Path folder;
  private final InetAddress address;

  CloudRegistriesIT(TestWorld world) throws IOException {
    this.executor = new ExecutorProgram(world);
    this.folder = world.newFolder("clouds");
    // Any of the loopback's addresses: port 80 of it is hardly taken.
    Random random = new Random();
    byte[] loopback = {127, (byte) (1 + random.nextInt(250)), (byte) random.nextInt(250), 9};
    this.address = InetAddress.getByAddress(loopback);
    Files.write(folder.resolve("data"), new byte[] {1, 2, 3});
    Files.writeString(
        folder.resolve("Dockerfile"), "FROM scratch\nCOPY data /one\nCOPY data /two\n");
  }

  @Test
  @Tag("I15")
  void a_token_for_ecr_is_renewed_when_it_expires_in_the_middle_of_a_push() throws Exception {
    try (FaultServer amazon = new FaultServer(this::ecrToken);
        LocalRegistry guarded =
            LocalRegistry.startWithPassword(Files.createDirectory(folder.resolve("registry")));
        TokenGuard guard = new TokenGuard(guarded, address, "AWS", TOKEN, 5)) {
      executor
          .with("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
          .with("AWS_SECRET_ACCESS_KEY", "canary-secret")
          .with("AWS_ENDPOINT_URL", amazon.url(""));
      assertPushed("123456789012.dkr.ecr.eu-west-1.amazonaws.com", guarded);
      assertThat(guard.accepted()).contains(1, 2);
      assertThat(amazon.asked())
          .hasSize(2)
          .allSatisfy(
              it ->
                  assertThat(it.authorization())
                      .matches("AWS4-HMAC-SHA256 .*/eu-west-1/ecr/.*Signature=[0-9a-f]{64}"));
    }
  }

  @Test
  void a_service_account_of_google_pushes_with_the_token_for_its_key() throws Exception {
    try (FaultServer google = new FaultServer(this::googleToken);
        LocalRegistry guarded =
            LocalRegistry.startWithPassword(Files.createDirectory(folder.resolve("registry")));
        TokenGuard guard = new TokenGuard(guarded, address, "oauth2accesstoken", TOKEN, 1_000)) {
      executor.with("GOOGLE_APPLICATION_CREDENTIALS", keyFile(google.url("/token")).toString());
      // What is cached in the registry is looked through, too.
      assertPushed("eu.gcr.io", guarded, "--cache", "--cache-repo=eu.gcr.io/team/cache");
      assertThat(guard.accepted()).containsOnly(1);
      assertThat(google.asked("/token")).isNotEmpty();
    }
  }

  @Test
  void a_machine_of_googles_pushes_with_the_token_of_its_account() throws Exception {
    try (FaultServer google = new FaultServer(this::googleToken);
        LocalRegistry guarded =
            LocalRegistry.startWithPassword(Files.createDirectory(folder.resolve("registry")));
        TokenGuard guard = new TokenGuard(guarded, address, "oauth2accesstoken", TOKEN, 1_000)) {
      executor.with("GCE_METADATA_HOST", google.host());
      assertPushed("europe-docker.pkg.dev", guarded);
      assertThat(guard.accepted()).containsOnly(1);
      assertThat(google.asked("/computeMetadata/")).isNotEmpty();
    }
  }

  private void assertPushed(String host, LocalRegistry guarded, String... more) throws IOException {
    Path hosts = folder.resolve("hosts");
    Files.writeString(
        hosts, "127.0.0.1 localhost\n%s %s\n".formatted(address.getHostAddress(), host));
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(
        List.of(
            "--context=" + folder,
            "--insecure",
            "--destination=" + host + "/team/app:1",
            "--verbosity=trace"));
    Outcome outcome = executor.withHosts(hosts).build(arguments.toArray(String[]::new));
    assertThat(outcome.outputOrFail()).contains("Pushed " + host).doesNotContain("canary");
    String manifest =
        Program.of(
                "curl",
                "-fsS",
                "-u",
                LocalRegistry.USER + ":" + LocalRegistry.PASSWORD,
                "http://" + guarded.address() + "/v2/team/app/tags/list")
            .run()
            .outputOrFail();
    assertThat(manifest).contains("\"1\"");
    String found =
        Program.of("grep", "-rlE", "canary|" + encoded("AWS:canary"), folder + "/registry/data")
            .run()
            .output();
    assertThat(found).isEmpty();
  }

  private static String encoded(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8))
        .substring(0, 12);
  }

  private void ecrToken(HttpExchange exchange, Asked asked) throws IOException {
    String token =
        Base64.getEncoder()
            .encodeToString(
                ("AWS:" + TOKEN + tokens.incrementAndGet()).getBytes(StandardCharsets.UTF_8));
    FaultServer.reply(
        exchange,
        200,
        "{\"authorizationData\": [{\"authorizationToken\": \"%s\", \"expiresAt\": %d}]}"
            .formatted(token, Instant.now().plusSeconds(43_200).getEpochSecond()),
        "Content-Type",
        "application/x-amz-json-1.1");
  }

  private void googleToken(HttpExchange exchange, Asked asked) throws IOException {
    exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
    FaultServer.reply(
        exchange,
        200,
        "{\"access_token\": \"%s\", \"expires_in\": 3600, \"token_type\": \"Bearer\"}"
            .formatted(TOKEN + 1),
        "Content-Type",
        "application/json");
  }

  private Path keyFile(String tokenUri) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String key =
        Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    return Files.writeString(
        folder.resolve("key.json"),
        """
        {"type": "service_account", "project_id": "p", "private_key_id": "1",
         "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
         "client_email": "builder@p.iam.gserviceaccount.com", "client_id": "2",
         "token_uri": "%s"}
        """
            .formatted(key, tokenUri));
  }
}
