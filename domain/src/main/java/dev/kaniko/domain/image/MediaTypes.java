package dev.kaniko.domain.image;

import java.util.Optional;

/**
 * The media types of manifests, configs and layers. Spec: image-spec media-types.md and Docker's
 * image manifest version 2, schema 2.
 */
public final class MediaTypes {
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";
  public static final String OCI_LAYER_GZIP = OCI_LAYER + "+gzip";
  public static final String OCI_LAYER_ZSTD = OCI_LAYER + "+zstd";
  public static final String OCI_FOREIGN_LAYER =
      "application/vnd.oci.image.layer.nondistributable.v1.tar";

  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";
  public static final String DOCKER_LAYER_GZIP = DOCKER_LAYER + ".gzip";
  public static final String DOCKER_FOREIGN_LAYER =
      "application/vnd.docker.image.rootfs.foreign.diff.tar";

  /** A statement about an image; a layer in form alone. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  private MediaTypes() {}

  public static boolean isIndex(String mediaType) {
    return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
  }

  public static boolean isManifest(String mediaType) {
    return mediaType.equals(OCI_MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
  }

  /** True for layers whose licence forbids to distribute them: they are fetched by their URLs. */
  public static boolean isForeignLayer(String mediaType) {
    return mediaType.startsWith(OCI_FOREIGN_LAYER) || mediaType.startsWith(DOCKER_FOREIGN_LAYER);
  }

  public static String manifest(ImageFormat format) {
    return format == ImageFormat.OCI ? OCI_MANIFEST : DOCKER_MANIFEST;
  }

  /** Of an index, which Docker calls a manifest list. */
  public static String index(ImageFormat format) {
    return format == ImageFormat.OCI ? OCI_INDEX : DOCKER_LIST;
  }

  public static String config(ImageFormat format) {
    return format == ImageFormat.OCI ? OCI_CONFIG : DOCKER_CONFIG;
  }

  /**
   * @throws IllegalArgumentException for zstd in Docker's family, which has no such type
   */
  public static String layer(ImageFormat format, Compression compression) {
    return switch (format) {
      case OCI ->
          switch (compression) {
            case NONE -> OCI_LAYER;
            case GZIP -> OCI_LAYER_GZIP;
            case ZSTD -> OCI_LAYER_ZSTD;
          };
      case DOCKER ->
          switch (compression) {
            case NONE -> DOCKER_LAYER;
            case GZIP -> DOCKER_LAYER_GZIP;
            case ZSTD -> throw new IllegalArgumentException("Docker images have no zstd layers");
          };
    };
  }

  /** The family that a manifest's or index's type belongs to. */
  public static Optional<ImageFormat> familyOf(String manifestType) {
    return switch (manifestType) {
      case OCI_MANIFEST, OCI_INDEX -> Optional.of(ImageFormat.OCI);
      case DOCKER_MANIFEST, DOCKER_LIST -> Optional.of(ImageFormat.DOCKER);
      default -> Optional.empty();
    };
  }

  /** The compression that a layer's type names; empty for a type that is not a layer's. */
  public static Optional<Compression> compressionOf(String layerType) {
    if (layerType.equals(OCI_LAYER_ZSTD) || layerType.equals(OCI_FOREIGN_LAYER + "+zstd")) {
      return Optional.of(Compression.ZSTD);
    }
    return switch (layerType) {
      case OCI_LAYER_GZIP,
          DOCKER_LAYER_GZIP,
          OCI_FOREIGN_LAYER + "+gzip",
          DOCKER_FOREIGN_LAYER + ".gzip" ->
          Optional.of(Compression.GZIP);
      case OCI_LAYER, DOCKER_LAYER, OCI_FOREIGN_LAYER, DOCKER_FOREIGN_LAYER ->
          Optional.of(Compression.NONE);
      default -> Optional.empty();
    };
  }
}
