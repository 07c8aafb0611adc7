package dev.kaniko.plugins.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AzureBlobContextSourceTest {
  private static final Map<String, String> NOBODY =
      Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1");
  private static final Map<String, String> KEY = Map.of("AZURE_STORAGE_ACCESS_KEY", Azurite.KEY);
  private static final byte[] CONTENT = new byte[2 << 20];

  @TempDir static Path folder;
  private static SSLContext usual;
  private static Azurite azurite;

  private final AtomicLong progress = new AtomicLong();

  @BeforeAll
  static void start() throws Exception {
    new Random(4).nextBytes(CONTENT);
    azurite = Azurite.start(folder);
    usual = SSLContext.getDefault();
    SSLContext.setDefault(azurite.trust());
    azurite.makeContainer("contexts");
    azurite.put("contexts", "context.tar.gz", CONTENT);
    azurite.put("contexts", "my%20app/a%2Bb.tar", "odd".getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() {
    SSLContext.setDefault(usual);
    azurite.close();
  }

  @Test
  void the_accounts_key_opens_a_blob() throws Exception {
    assertThat(content(KEY, azurite.location("contexts/context.tar.gz"))).isEqualTo(CONTENT);
    assertThat(progress).hasValue(CONTENT.length);
  }

  @Test
  void names_with_blanks_and_locations_with_parameters_are_signed_as_they_are() throws Exception {
    assertThat(content(KEY, azurite.location("contexts/my%20app/a%2Bb.tar?timeout=20")))
        .asString()
        .isEqualTo("odd");
  }

  @Test
  void a_signature_in_the_location_opens_a_blob_and_the_key_is_not_looked_at() throws Exception {
    String sas = Azurite.signature("r", Instant.now().plusSeconds(600));
    assertThat(
            content(
                Map.of("AZURE_STORAGE_ACCESS_KEY", "no key"),
                azurite.location("contexts/context.tar.gz?") + sas))
        .isEqualTo(CONTENT);
  }

  @Test
  void the_identity_of_an_application_opens_a_blob() throws Exception {
    try (LocalAzure azure = new LocalAzure()) {
      assertThat(content(azure.application(), azurite.location("contexts/context.tar.gz")))
          .isEqualTo(CONTENT);
      assertThat(azure.asked.getFirst().fields())
          .containsEntry("scope", "https://storage.azure.com/.default");
    }
  }

  @Test
  void a_connection_that_breaks_is_resumed_where_it_broke() throws Exception {
    try (CuttingRelay relay = new CuttingRelay(azurite.port(), 700_000, 2)) {
      assertThat(content(KEY, Azurite.location(relay.port(), "contexts/context.tar.gz")))
          .isEqualTo(CONTENT);
      assertThat(relay.connections()).isEqualTo(3);
    }
  }

  @Test
  void a_blob_that_is_changed_meanwhile_is_not_mixed() throws Exception {
    azurite.put("contexts", "changing", CONTENT);
    try (CuttingRelay relay = new CuttingRelay(azurite.port(), 700_000, 1);
        InputStream stream =
            open(KEY, Azurite.location(relay.port(), "contexts/changing")).stream()) {
      assertThat(stream.readNBytes(1000)).hasSize(1000);
      azurite.put("contexts", "changing", new byte[CONTENT.length]);
      assertThatThrownBy(stream::readAllBytes)
          .hasMessageEndingWith("contexts/changing was changed while it was read");
    }
  }

  @Test
  void what_is_not_there_is_told() {
    String location = azurite.location("contexts/gone.tar.gz");
    assertRefused(KEY, location)
        .hasMessage(location + ": the storage answers 404 (BlobNotFound)")
        .satisfies(e -> assertThat(hint(e)).startsWith("see that container and blob are there"));
    assertRefused(KEY, azurite.location("nowhere/a.tar"))
        .hasMessageEndingWith("(ContainerNotFound)");
  }

  @Test
  void a_key_of_another_account_is_told() {
    String other = Base64.getEncoder().encodeToString("canary".getBytes(StandardCharsets.UTF_8));
    assertRefused(
            Map.of("AZURE_STORAGE_ACCESS_KEY", other), azurite.location("contexts/context.tar.gz"))
        .hasMessageEndingWith("(InvalidAuthenticationInfo)")
        .satisfies(e -> assertThat(hint(e)).contains("AZURE_STORAGE_ACCESS_KEY"));
  }

  @Test
  void a_signature_that_has_expired_is_told_and_not_shown() throws Exception {
    String sas = Azurite.signature("r", Instant.now().minusSeconds(600));
    assertRefused(KEY, azurite.location("contexts/context.tar.gz?") + sas)
        .hasMessageContaining("/contexts/context.tar.gz?…: the storage answers 403")
        .satisfies(e -> assertThat(hint(e)).contains("has it expired"));
  }

  @Test
  void who_is_nobody_is_told_what_would_help() {
    assertRefused(NOBODY, azurite.location("contexts/context.tar.gz"))
        .satisfies(e -> assertThat(hint(e)).contains("set AZURE_STORAGE_ACCESS_KEY"));
  }

  @Test
  void a_key_that_is_none_is_told_and_not_shown() {
    assertRefused(Map.of("AZURE_STORAGE_ACCESS_KEY", "canary!"), azurite.location("contexts/a.tar"))
        .hasMessage("AZURE_STORAGE_ACCESS_KEY is no key: it is not in base64")
        .satisfies(e -> assertThat(e.getCause()).isNull());
  }

  @Test
  void a_redirect_is_not_followed_and_takes_nothing_along() throws Exception {
    try (LocalAzure azure = new LocalAzure();
        LocalAzure other = new LocalAzure();
        RedirectingStorage storage =
            new RedirectingStorage(folder, other.address().resolve("/msi?to=canary"))) {
      for (Map<String, String> environment : List.of(KEY, azure.application())) {
        assertRefused(environment, Azurite.location(storage.port(), "contexts/context.tar.gz"))
            .hasMessageEndingWith("contexts/context.tar.gz: the storage answers 302");
      }
      assertThat(other.asked).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/container", "/container/", "/a b/c"})
  void a_location_that_names_no_blob_is_told(String path) {
    assertRefused(KEY, "https://account.blob.core.windows.net" + path)
        .hasMessageStartingWith("the build context https://account.blob.core.windows.net" + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://account.blob.core.windows.net/c/b",
        "HTTPS://Account.Blob.Core.Windows.Net/c/b",
        "https://account.blob.core.chinacloudapi.cn/c/b",
        "https://account.blob.core.usgovcloudapi.net/c/b"
      })
  void a_blob_of_each_cloud_is_served(String location) {
    assertThat(new AzureBlobContextSource(Map.of()).serves(location)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://account.blob.core.windows.net/c/b",
        "https://evilblob.core.windows.net/c/b",
        "https://account.blob.core.windows.net.evil.example/c/b",
        "https://account.blob.core.windows.net@evil.example/c/b",
        "https://evil.example/x.blob.core.windows.net/c",
        "https://evil.example?.blob.core.windows.net/c",
        "https://evil.example#.blob.core.windows.net/c",
        "https://evil.example\\.blob.core.windows.net/c",
        "https://a.b.blob.core.windows.net/c/b"
      })
  void a_host_that_only_looks_like_one_of_azures_is_not(String location) {
    assertThat(new AzureBlobContextSource(KEY).serves(location)).isFalse();
  }

  @Test
  void a_header_that_the_user_gives_for_contexts_is_left_to_the_executor() {
    Map<String, String> environment = new TreeMap<>(KEY);
    environment.put("KANIKO_CONTEXT_HEADER", "Authorization: Bearer x");
    assertThat(
            new AzureBlobContextSource(environment)
                .serves("https://account.blob.core.windows.net/c/b"))
        .isFalse();
  }

  private byte[] content(Map<String, String> environment, String location) throws Exception {
    try (InputStream stream = open(environment, location).stream()) {
      return stream.readAllBytes();
    }
  }

  private ContextContent.Archive open(Map<String, String> environment, String location)
      throws Exception {
    AzureBlobContextSource source = new AzureBlobContextSource(environment);
    assertThat(source.serves(location)).isTrue();
    return (ContextContent.Archive)
        source.fetch(
            new ContextRequest(
                location, environment, InputStream.nullInputStream(), folder, progress::set));
  }

  private AbstractThrowableAssert<?, ?> assertRefused(
      Map<String, String> environment, String location) {
    return assertThatThrownBy(() -> open(environment, location))
        .isInstanceOf(ContextNotAvailable.class)
        .satisfies(e -> assertThat(e + hint(e)).doesNotContain("canary", "sig=", Azurite.KEY));
  }

  private static String hint(Throwable e) {
    return ((ContextNotAvailable) e).hint().orElse("");
  }
}
