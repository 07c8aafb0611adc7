package dev.kaniko.plugins.aws;

import com.amazonaws.SdkClientException;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.model.GetObjectRequest;
import com.amazonaws.services.s3.model.S3ObjectInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/**
 * The content of an object; where a connection breaks, the rest of the same version is asked for.
 */
final class S3Stream extends InputStream {
  /** Breaks without a byte in between. */
  private static final int PATIENCE = 5;

  private final AmazonS3 client;
  private final S3Object object;
  private final LongConsumer progress;
  private final String version;
  private final long length;
  private S3ObjectInputStream content;
  private long count;
  private int breaks;

  private S3Stream(
      AmazonS3 client,
      S3Object object,
      com.amazonaws.services.s3.model.S3Object answer,
      LongConsumer progress) {
    this.client = client;
    this.object = object;
    this.progress = progress;
    this.version = answer.getObjectMetadata().getETag();
    this.length = answer.getObjectMetadata().getContentLength();
    this.content = answer.getObjectContent();
  }

  /** Takes the client over: closing the stream shuts it down. */
  static S3Stream open(AmazonS3 client, S3Object object, LongConsumer progress) {
    var answer = client.getObject(new GetObjectRequest(object.bucket(), object.key()));
    return new S3Stream(client, object, answer, progress);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int size) throws IOException {
    while (true) {
      try {
        int read = content.read(bytes, offset, size);
        if (read >= 0 || count >= length) {
          count += Math.max(0, read);
          breaks = 0;
          progress.accept(count);
          return read;
        }
        resume(new IOException("the connection ended too soon"));
      } catch (SdkClientException | IOException e) {
        resume(e);
      }
    }
  }

  private void resume(Exception cause) throws IOException {
    content.abort();
    breaks++;
    if (breaks > PATIENCE) {
      throw new IOException(
          "%s broke off after %d bytes: %s".formatted(object, count, cause.getMessage()), cause);
    }
    GetObjectRequest rest =
        new GetObjectRequest(object.bucket(), object.key())
            .withRange(count)
            .withMatchingETagConstraint(version);
    try {
      var answer = client.getObject(rest);
      if (answer == null) {
        throw new IOException(object + " was changed while it was read");
      }
      content = answer.getObjectContent();
    } catch (SdkClientException e) {
      throw new IOException(object + ": " + e.getMessage(), e);
    }
  }

  /** What was not read is not waited for. */
  @Override
  public void close() {
    content.abort();
    client.shutdown();
  }
}
