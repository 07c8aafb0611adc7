package dev.kaniko.domain.cache;

import dev.kaniko.domain.image.Digest;

/**
 * Names the layer of one step in a cache: equal keys, the same layer. A step has two of them.
 *
 * <p>The key by definition stands on the keys of the steps before it, and is known before anything
 * is built. The key by content stands on the layers that are really below: it is the same when an
 * earlier step was changed and has come to the same.
 *
 * @param digest SHA-256
 */
public record CacheKey(Digest digest) {
  public CacheKey {
    if (!digest.algorithm().equals("sha256")) {
      throw new IllegalArgumentException("not a SHA-256: " + digest);
    }
  }

  /** The tag under which a repository has the layer: lower case hex, 64 digits. */
  public String tag() {
    return digest.hex();
  }

  @Override
  public String toString() {
    return tag();
  }
}
