package dev.kaniko.plugins.aws;

import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.services.ecr.AmazonECR;
import com.amazonaws.services.ecr.AmazonECRClientBuilder;
import com.amazonaws.services.ecr.model.AuthorizationData;
import com.amazonaws.services.ecr.model.GetAuthorizationTokenRequest;
import com.amazonaws.services.ecrpublic.AmazonECRPublic;
import com.amazonaws.services.ecrpublic.AmazonECRPublicClientBuilder;
import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * The Elastic Container Registry, private and public: asks it for a token, which is user and
 * password for half a day. It opens all registries that the account may use, other accounts' too.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html">
 *     GetAuthorizationToken</a>
 */
@Extension
public final class EcrCredentialHelper implements CredentialHelper {
  /** The one region where the public registry gives tokens. */
  private static final String PUBLIC_REGION = "us-east-1";

  /** A token that expires this soon is not given any more: a layer may take as long. */
  private static final Duration NOT_WORTH_IT = Duration.ofMinutes(15);

  private final AwsAccount account;
  private final Map<EcrHost, Token> tokens = new HashMap<>();

  public EcrCredentialHelper(Map<String, String> environment) {
    this.account = new AwsAccount(environment);
  }

  /**
   * @param givenFor the repositories that have got it: who asks again had it rejected
   */
  private record Token(Credential credential, Instant expires, Set<String> givenFor) {
    boolean isFreshFor(String repository) {
      return expires.isAfter(Instant.now().plus(NOT_WORTH_IT)) && givenFor.add(repository);
    }
  }

  @Override
  public synchronized Optional<Credential> credentialFor(String registry, String repository)
      throws IOException {
    Optional<EcrHost> host = EcrHost.parse(registry);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    Token known = tokens.get(host.get());
    if (known != null && known.isFreshFor(repository)) {
      return Optional.of(known.credential());
    }
    Optional<AWSCredentialsProvider> credentials = account.credentials();
    if (credentials.isEmpty()) {
      return Optional.empty();
    }
    Token token = ask(host.get(), credentials.get());
    token.givenFor().add(repository);
    tokens.put(host.get(), token);
    return Optional.of(token.credential());
  }

  private Token ask(EcrHost host, AWSCredentialsProvider credentials) throws IOException {
    try {
      return host.region().isPresent()
          ? askPrivate(host.region().get(), credentials)
          : askPublic(credentials);
    } catch (SdkClientException e) {
      throw new IOException("Amazon gave no token: " + e.getMessage(), e);
    }
  }

  private Token askPrivate(String region, AWSCredentialsProvider credentials) throws IOException {
    AmazonECRClientBuilder builder = AmazonECRClientBuilder.standard().withCredentials(credentials);
    account.locate(builder, region, "AWS_ENDPOINT_URL_ECR");
    AmazonECR client = builder.build();
    try {
      AuthorizationData data =
          client
              .getAuthorizationToken(new GetAuthorizationTokenRequest())
              .getAuthorizationData()
              .stream()
              .findFirst()
              .orElseThrow(() -> new IOException("Amazon's answer has no token"));
      return token(data.getAuthorizationToken(), data.getExpiresAt());
    } finally {
      client.shutdown();
    }
  }

  private Token askPublic(AWSCredentialsProvider credentials) throws IOException {
    AmazonECRPublicClientBuilder builder =
        AmazonECRPublicClientBuilder.standard().withCredentials(credentials);
    account.locate(builder, PUBLIC_REGION, "AWS_ENDPOINT_URL_ECR_PUBLIC");
    AmazonECRPublic client = builder.build();
    try {
      var data =
          client
              .getAuthorizationToken(
                  new com.amazonaws.services.ecrpublic.model.GetAuthorizationTokenRequest())
              .getAuthorizationData();
      if (data == null) {
        throw new IOException("Amazon's answer has no token");
      }
      return token(data.getAuthorizationToken(), data.getExpiresAt());
    } finally {
      client.shutdown();
    }
  }

  private static Token token(String encoded, Date expires) throws IOException {
    String decoded;
    try {
      decoded = new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Without the cause, whose message is about the token.
      throw new IOException("Amazon's token is not in base64");
    }
    int colon = decoded.indexOf(':');
    if (colon < 0) {
      throw new IOException("Amazon's token is not a user and a password");
    }
    Credential credential =
        new Credential.UserPassword(decoded.substring(0, colon), decoded.substring(colon + 1));
    return new Token(
        credential, expires == null ? Instant.MIN : expires.toInstant(), new HashSet<>());
  }

  @Override
  public String source() {
    return AwsAccount.SOURCE;
  }
}
