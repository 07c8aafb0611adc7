package dev.kaniko.plugins.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.credentials.Credential.UserPassword;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Amazon's own client against a local service. */
class EcrCredentialHelperTest {
  private static final String HOST = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

  private LocalAws aws;
  private EcrCredentialHelper helper;

  @BeforeEach
  void start() throws IOException {
    aws = new LocalAws();
    helper = new EcrCredentialHelper(aws.environment());
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void the_token_is_asked_for_with_a_signature_for_the_hosts_region() throws IOException {
    assertThat(helper.credentialFor(HOST, "app")).isEqualTo(credential(1));
    assertThat(aws.requests).hasSize(1);
    assertThat(aws.requests.getFirst())
        .contains("AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken")
        .contains("/eu-central-1/ecr/aws4_request")
        .doesNotContain("canary");
  }

  @Test
  void a_token_serves_all_repositories_and_is_replaced_when_one_has_rejected_it()
      throws IOException {
    assertThat(helper.credentialFor(HOST, "app")).isEqualTo(credential(1));
    assertThat(helper.credentialFor(HOST, "base")).isEqualTo(credential(1));
    assertThat(helper.credentialFor(HOST, "app")).isEqualTo(credential(2));
    assertThat(helper.credentialFor(HOST.replace("central", "west"), "app"))
        .isEqualTo(credential(3));
  }

  @Test
  void a_token_that_is_about_to_expire_is_not_given_any_more() throws IOException {
    aws.lifetime = Duration.ofMinutes(5);
    assertThat(helper.credentialFor(HOST, "app")).isEqualTo(credential(1));
    assertThat(helper.credentialFor(HOST, "base")).isEqualTo(credential(2));
  }

  @Test
  void the_public_registry_has_a_service_of_its_own() throws IOException {
    assertThat(helper.credentialFor("public.ecr.aws", "a/b")).isEqualTo(credential(1));
    assertThat(aws.requests.getFirst())
        .contains("SpencerFrontendService.GetAuthorizationToken")
        .contains("/us-east-1/ecr-public/aws4_request");
  }

  @Test
  void a_refusal_is_told_with_the_services_words() {
    aws.refusal = "AccessDenied";
    assertThatThrownBy(() -> helper.credentialFor(HOST, "app"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Amazon gave no token: not you")
        .message()
        .doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example",
        "123456789012.dkr.ecr.eu-west-1.evilamazonaws.com",
        "x123456789012.dkr.ecr.eu-west-1.amazonaws.com",
        "public.ecr.aws.evil.example"
      })
  void another_host_gets_nothing_and_nobody_is_asked(String registry) throws IOException {
    assertThat(helper.credentialFor(registry, "app")).isEmpty();
    assertThat(aws.requests).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com, us-gov-west-1",
    "123456789012.dkr.ecr-fips.us-east-2.amazonaws.com, us-east-2",
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn, cn-north-1",
    "123456789012.DKR.ECR.eu-west-1.amazonaws.com:443, eu-west-1"
  })
  void the_region_is_that_of_the_host(String registry, String region) {
    assertThat(EcrHost.parse(registry)).contains(new EcrHost(Optional.of(region)));
  }

  private static Optional<UserPassword> credential(int number) {
    return Optional.of(new UserPassword("AWS", "canary-" + number));
  }
}
