package dev.kaniko.plugins.aws;

import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.internal.SkipMd5CheckStrategy;
import com.amazonaws.services.s3.model.AmazonS3Exception;
import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.ContextSource;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * An archive in S3 or in what speaks as it does: {@code s3://BUCKET/KEY}. S3_ENDPOINT says where
 * that is, S3_FORCE_PATH_STYLE that it has no host for each bucket.
 */
@Extension
public final class S3ContextSource implements ContextSource {
  private final AwsAccount account;

  public S3ContextSource(Map<String, String> environment) {
    this.account = new AwsAccount(environment);
  }

  @Override
  public boolean serves(String location) {
    return location.toLowerCase(Locale.ROOT).startsWith(S3Object.SCHEME);
  }

  @Override
  public ContextContent fetch(ContextRequest request) throws IOException, ContextNotAvailable {
    S3Object object = S3Object.parse(request.location());
    AWSCredentialsProvider credentials =
        account
            .credentials()
            .orElseThrow(
                () ->
                    new ContextNotAvailable(
                        object + " needs credentials of AWS, and there are none",
                        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the pod a role"));
    AmazonS3 client = client(credentials);
    try {
      return new ContextContent.Archive(S3Stream.open(client, object, request.progress()));
    } catch (AmazonS3Exception e) {
      client.shutdown();
      throw explained(object, e);
    } catch (SdkClientException e) {
      client.shutdown();
      throw new IOException(object + ": " + e.getMessage(), e);
    }
  }

  private AmazonS3 client(AWSCredentialsProvider credentials) {
    // The SDK takes every ETag for an MD5 sum, which other servers than Amazon's do not promise. It
    // asks this property, in this plugin's own copy of it.
    System.setProperty(SkipMd5CheckStrategy.DISABLE_GET_OBJECT_MD5_VALIDATION_PROPERTY, "true");
    AmazonS3ClientBuilder builder = AmazonS3ClientBuilder.standard().withCredentials(credentials);
    boolean elsewhere = account.variable("S3_ENDPOINT").isPresent();
    builder.setPathStyleAccessEnabled(
        account.variable("S3_FORCE_PATH_STYLE").filter(it -> it.equals("true")).isPresent());
    builder.setForceGlobalBucketAccessEnabled(!elsewhere);
    account.locate(builder, account.region(), elsewhere ? "S3_ENDPOINT" : "AWS_ENDPOINT_URL_S3");
    return builder.build();
  }

  private static IOException explained(S3Object object, AmazonS3Exception e)
      throws ContextNotAvailable {
    String message = object + ": " + e.getErrorMessage() + " (" + e.getErrorCode() + ")";
    Optional<String> hint =
        switch (e.getStatusCode()) {
          case 404 -> Optional.of("see that bucket and key are there");
          case 401, 403 -> Optional.of("the account needs s3:GetObject for this key");
          default -> Optional.empty();
        };
    if (hint.isPresent()) {
      throw new ContextNotAvailable(message, hint.get());
    }
    return new IOException(message, e);
  }
}
