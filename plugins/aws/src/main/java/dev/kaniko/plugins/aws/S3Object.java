package dev.kaniko.plugins.aws;

import dev.kaniko.ports.context.ContextNotAvailable;

/** An object of a bucket, as {@code s3://BUCKET/KEY} names it. */
record S3Object(String bucket, String key) {
  static final String SCHEME = "s3://";

  /** What kaniko's users call the archive when they name a bucket alone. */
  private static final String USUAL_KEY = "context.tar.gz";

  static S3Object parse(String location) throws ContextNotAvailable {
    String rest = location.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    String key = slash < 0 ? "" : rest.substring(slash + 1);
    if (bucket.isEmpty()) {
      throw new ContextNotAvailable(
          "the build context " + location + " names no bucket", "write s3://BUCKET/KEY");
    }
    return new S3Object(bucket, key.isEmpty() ? USUAL_KEY : key);
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + key;
  }
}
