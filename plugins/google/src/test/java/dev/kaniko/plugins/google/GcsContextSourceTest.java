package dev.kaniko.plugins.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Google's own client against a local service. */
class GcsContextSourceTest {
  @TempDir Path folder;
  private final AtomicLong progress = new AtomicLong();
  private final Map<String, String> environment = new HashMap<>();
  private LocalCloud cloud;

  @BeforeEach
  void start() throws Exception {
    cloud = new LocalCloud();
    environment.put("STORAGE_EMULATOR_HOST", cloud.address());
    environment.put(
        "GOOGLE_APPLICATION_CREDENTIALS", cloud.keyFile(folder.resolve("key.json")).toString());
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void an_object_is_read_with_a_token_for_the_accounts_signature() throws Exception {
    byte[] content = content(300_000);
    cloud.objects.put("a/b.tar.gz", content);
    assertThat(fetch("gs://bucket/a/b.tar.gz")).isEqualTo(content);
    assertThat(cloud.requests.getFirst()).isEqualTo("POST /token");
    assertThat(cloud.requests).anyMatch(it -> it.contains(" Bearer canary-token-1 "));
    assertThat(progress.get()).isEqualTo(content.length);
  }

  @ParameterizedTest
  @CsvSource({"gs://bucket", "gs://bucket/", "GS://bucket"})
  void without_a_name_it_is_the_usual_archive(String location) throws Exception {
    cloud.objects.put("context.tar.gz", content(10));
    assertThat(fetch(location)).isEqualTo(content(10));
  }

  @Test
  void a_connection_that_breaks_in_the_middle_is_resumed_where_it_broke() throws Exception {
    byte[] content = content(5_000_000);
    cloud.objects.put("o", content);
    cloud.breaksAfter = 3_000_000;
    assertThat(fetch("gs://bucket/o")).isEqualTo(content);
    assertThat(cloud.requests).anyMatch(it -> it.matches(".* bytes=[1-9]\\d*-.*"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, gs://other/o, bucket does not exist, see that bucket and object are there",
    "0, gs://bucket/o, No such object: o, see that bucket and object are there",
    "401, gs://bucket/o, no. says the service, 'the credentials are not, or no longer, valid'",
    "403, gs://bucket/o, no. says the service, give the account the role"
  })
  void a_refusal_is_told_with_the_services_words_and_what_to_do(
      int refusal, String location, String words, String hint) {
    cloud.refusal = refusal;
    assertThatThrownBy(() -> fetch(location))
        .isInstanceOfSatisfying(
            ContextNotAvailable.class, it -> assertThat(it.hint().orElse("")).contains(hint))
        .hasMessageContaining(location + ": ")
        .hasMessageMatching(".*" + words + ".*")
        .message()
        .doesNotContain("canary");
  }

  @Test
  void without_credentials_an_emulator_is_asked_without_any() throws Exception {
    environment.remove("GOOGLE_APPLICATION_CREDENTIALS");
    cloud.objects.put("o", content(10));
    assertThat(fetch("gs://bucket/o")).isEqualTo(content(10));
    assertThat(cloud.requests).noneMatch(it -> it.contains("Bearer"));
  }

  @Test
  void credentials_that_are_none_are_told_without_their_text() throws Exception {
    Path key = Files.writeString(folder.resolve("bad.json"), "{\"canary\": canary");
    environment.put("GOOGLE_APPLICATION_CREDENTIALS", key.toString());
    assertThatThrownBy(() -> fetch("gs://bucket/o"))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessage(
            "gs://bucket/o: GOOGLE_APPLICATION_CREDENTIALS names %s, which holds no credentials of"
                + " Google's",
            key)
        .hasNoCause();
    environment.put("GOOGLE_APPLICATION_CREDENTIALS", folder.resolve("gone").toString());
    assertThatThrownBy(() -> fetch("gs://bucket/o")).hasMessageContaining("cannot be read");
  }

  @Test
  void a_location_without_a_bucket_is_refused() {
    assertThatThrownBy(() -> fetch("gs:///o"))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining("gs:///o names no bucket");
  }

  private byte[] fetch(String location) throws Exception {
    GcsContextSource source = new GcsContextSource(environment);
    assertThat(source.serves(location)).isTrue();
    ContextRequest request =
        new ContextRequest(
            location, environment, InputStream.nullInputStream(), folder, progress::set);
    ContextContent content = source.fetch(request);
    try (InputStream in = ((ContextContent.Archive) content).stream()) {
      return in.readAllBytes();
    }
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }
}
