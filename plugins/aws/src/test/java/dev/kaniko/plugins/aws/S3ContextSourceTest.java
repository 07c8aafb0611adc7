package dev.kaniko.plugins.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amazon's own client against a local service. */
class S3ContextSourceTest {
  private final AtomicLong progress = new AtomicLong();
  private LocalAws aws;

  @BeforeEach
  void start() throws IOException {
    aws = new LocalAws();
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void an_object_is_read_with_a_signature() throws Exception {
    byte[] content = content(300_000);
    aws.objects.put("a/b.tar.gz", content);
    assertThat(fetch("s3://bucket/a/b.tar.gz")).isEqualTo(content);
    assertThat(aws.requests).hasSize(1);
    assertThat(aws.requests.getFirst()).contains("/eu-west-1/s3/aws4_request");
    assertThat(progress.get()).isEqualTo(content.length);
  }

  @Test
  void without_a_key_it_is_the_usual_archive() throws Exception {
    aws.objects.put("context.tar.gz", content(10));
    assertThat(fetch("s3://bucket")).isEqualTo(content(10));
    assertThat(fetch("s3://bucket/")).isEqualTo(content(10));
  }

  @Test
  void a_connection_that_breaks_in_the_middle_is_resumed_where_it_broke() throws Exception {
    byte[] content = content(1_000_000);
    aws.objects.put("o", content);
    aws.breaksAfter = 600_000;
    assertThat(fetch("s3://bucket/o")).isEqualTo(content);
    assertThat(aws.requests).hasSize(2);
    // What was sent and not yet read when the connection broke may be lost, and is asked for again.
    int offset = Integer.parseInt(aws.requests.get(1).replaceFirst(".* bytes=([0-9]+)-.*", "$1"));
    assertThat(offset).isBetween(1, 600_000);
  }

  @ParameterizedTest
  @CsvSource({
    "'', s3://other/o, no (NoSuchBucket), see that bucket and key are there",
    "'', s3://bucket/o, no (NoSuchKey), see that bucket and key are there",
    "InvalidAccessKeyId, s3://bucket/o, no (InvalidAccessKeyId), the account needs s3:GetObject"
  })
  void a_refusal_is_told_with_the_services_words_and_what_to_do(
      String refusal, String location, String words, String hint) {
    aws.refusal = refusal;
    assertThatThrownBy(() -> fetch(location))
        .isInstanceOfSatisfying(
            ContextNotAvailable.class, it -> assertThat(it.hint().orElse("")).contains(hint))
        .hasMessage(location + ": " + words);
  }

  @Test
  void a_location_without_a_bucket_is_refused() {
    assertThatThrownBy(() -> fetch("s3:///o"))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining("s3:///o names no bucket");
  }

  private byte[] fetch(String location) throws Exception {
    S3ContextSource source = new S3ContextSource(aws.environment());
    assertThat(source.serves(location)).isTrue();
    ContextRequest request =
        new ContextRequest(
            location,
            aws.environment(),
            InputStream.nullInputStream(),
            Path.of("unused"),
            progress::set);
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
