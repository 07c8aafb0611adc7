package dev.kaniko.plugins.google;

import dev.kaniko.ports.context.ContextNotAvailable;

/** An object of a bucket, as {@code gs://BUCKET/OBJECT} names it. */
record GcsObject(String bucket, String name) {
  static final String SCHEME = "gs://";

  /** What kaniko's users call the archive when they name a bucket alone. */
  private static final String USUAL_NAME = "context.tar.gz";

  static GcsObject parse(String location) throws ContextNotAvailable {
    String rest = location.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    String name = slash < 0 ? "" : rest.substring(slash + 1);
    if (bucket.isEmpty()) {
      throw new ContextNotAvailable(
          "the build context " + location + " names no bucket", "write gs://BUCKET/OBJECT");
    }
    return new GcsObject(bucket, name.isEmpty() ? USUAL_NAME : name);
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + name;
  }
}
