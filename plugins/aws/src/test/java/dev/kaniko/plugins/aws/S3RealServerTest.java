package dev.kaniko.plugins.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Amazon's own client against a server that speaks S3. It knows accounts, but no signatures of
 * today.
 */
class S3RealServerTest {
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start();
    AmazonS3 client =
        AmazonS3ClientBuilder.standard()
            .withEndpointConfiguration(new EndpointConfiguration(server.address(), "us-east-1"))
            .withCredentials(
                new AWSStaticCredentialsProvider(
                    new BasicAWSCredentials(S3Server.KEY_ID, S3Server.SECRET)))
            .withPathStyleAccessEnabled(true)
            .disableChunkedEncoding()
            .build();
    for (String key : new String[] {"context.tar.gz", "deep/er/o"}) {
      client.putObject(S3Server.BUCKET, key, new ByteArrayInputStream(content()), null);
    }
    client.shutdown();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void an_object_is_read_byte_for_byte() throws Exception {
    assertThat(fetch("s3://contexts/deep/er/o", server.address(), S3Server.KEY_ID))
        .isEqualTo(content());
    assertThat(fetch("s3://contexts", server.address(), S3Server.KEY_ID)).isEqualTo(content());
  }

  @Test
  void a_connection_that_is_cut_in_the_middle_is_resumed() throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(server.port(), 1_000_000)) {
      assertThat(fetch("s3://contexts/deep/er/o", proxy.address(), S3Server.KEY_ID))
          .isEqualTo(content());
      assertThat(proxy.cuts()).isEqualTo(1);
    }
  }

  @Test
  void what_is_not_there_and_what_is_forbidden_is_told_with_the_servers_words() {
    assertThatThrownBy(() -> fetch("s3://contexts/none", server.address(), S3Server.KEY_ID))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining("s3://contexts/none")
        .hasMessageContaining("NoSuchKey");
    assertThatThrownBy(() -> fetch("s3://nowhere/o", server.address(), S3Server.KEY_ID))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining("NoSuchBucket");
    assertThatThrownBy(() -> fetch("s3://contexts/deep/er/o", server.address(), "AKIASTRANGER"))
        .isInstanceOf(ContextNotAvailable.class)
        .hasMessageContaining("InvalidAccessKeyId");
  }

  private static byte[] fetch(String location, String endpoint, String keyId) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ACCESS_KEY_ID", keyId);
    environment.put("AWS_SECRET_ACCESS_KEY", S3Server.SECRET);
    environment.put("AWS_REGION", "us-east-1");
    environment.put("S3_ENDPOINT", endpoint);
    environment.put("S3_FORCE_PATH_STYLE", "true");
    AtomicLong progress = new AtomicLong();
    ContextRequest request =
        new ContextRequest(
            location, environment, InputStream.nullInputStream(), Path.of("unused"), progress::set);
    ContextContent content = new S3ContextSource(environment).fetch(request);
    try (InputStream in = ((ContextContent.Archive) content).stream()) {
      return in.readAllBytes();
    }
  }

  private static byte[] content() {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    return content;
  }
}
