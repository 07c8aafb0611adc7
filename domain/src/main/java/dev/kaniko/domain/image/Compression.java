package dev.kaniko.domain.image;

/** How a layer's tar is packed. */
public enum Compression {
  NONE,
  GZIP,
  /** Has a media type in OCI images only. */
  ZSTD
}
