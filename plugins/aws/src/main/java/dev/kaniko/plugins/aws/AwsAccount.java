package dev.kaniko.plugins.aws;

import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.client.builder.AwsClientBuilder;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.regions.DefaultAwsRegionProviderChain;
import java.util.Map;
import java.util.Optional;

/**
 * Who the builder is to Amazon: the SDK's default chain, which looks at the environment, the
 * profiles' files, web identity, and what a container or a machine was given.
 */
final class AwsAccount {
  static final String SOURCE = "the default credentials of AWS";

  private final Map<String, String> environment;

  AwsAccount(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** Empty when nothing of the chain has any; asking takes as long as it takes to find out. */
  Optional<AWSCredentialsProvider> credentials() {
    Optional<String> id = variable("AWS_ACCESS_KEY_ID");
    Optional<String> secret = variable("AWS_SECRET_ACCESS_KEY");
    if (id.isPresent() && secret.isPresent()) {
      return Optional.of(
          new AWSStaticCredentialsProvider(
              variable("AWS_SESSION_TOKEN")
                  .<AWSCredentials>map(
                      token -> new BasicSessionCredentials(id.get(), secret.get(), token))
                  .orElseGet(() -> new BasicAWSCredentials(id.get(), secret.get()))));
    }
    AWSCredentialsProvider chain = DefaultAWSCredentialsProviderChain.getInstance();
    try {
      var _ = chain.getCredentials();
      return Optional.of(chain);
    } catch (SdkClientException e) {
      // That is how it says there are none.
      return Optional.empty();
    }
  }

  /** Of the environment, the profile or the machine; the usual one if none of them says. */
  String region() {
    Optional<String> said = variable("AWS_REGION").or(() -> variable("AWS_DEFAULT_REGION"));
    if (said.isPresent()) {
      return said.get();
    }
    try {
      return Optional.ofNullable(new DefaultAwsRegionProviderChain().getRegion())
          .orElse("us-east-1");
    } catch (SdkClientException e) {
      return "us-east-1";
    }
  }

  /** Points a client at a region, or at the endpoint that a variable names, as AWS's tools do. */
  void locate(AwsClientBuilder<?, ?> client, String region, String endpointVariable) {
    Optional<String> endpoint = variable(endpointVariable).or(() -> variable("AWS_ENDPOINT_URL"));
    if (endpoint.isPresent()) {
      client.setEndpointConfiguration(new EndpointConfiguration(endpoint.get(), region));
    } else {
      client.setRegion(region);
    }
  }
}
