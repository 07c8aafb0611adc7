package dev.kaniko.adapters.registry.document;

import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.UserMistakes;
import java.util.Map;

/** Names layers as a family does; their bytes stay what they are. */
final class LayerTypes {
  private LayerTypes() {}

  /** The layer's descriptor in {@code format}. Docker's descriptors have no annotations. */
  static Descriptor in(ImageFormat format, Descriptor layer) {
    if (format == ImageFormat.OCI && layer.mediaType().equals(MediaTypes.IN_TOTO)) {
      return layer;
    }
    Compression compression =
        MediaTypes.compressionOf(layer.mediaType())
            .orElseThrow(
                () -> new IllegalArgumentException(layer.mediaType() + " is no layer's type"));
    if (format == ImageFormat.DOCKER && compression == Compression.ZSTD) {
      throw new UserMistakes(
          Problem.general(
                  "layer "
                      + layer.digest()
                      + " is compressed with zstd, for which Docker's image format has no type")
              .withHint("write the image in the OCI format"));
    }
    String type =
        MediaTypes.isForeignLayer(layer.mediaType())
            ? foreign(format, compression)
            : MediaTypes.layer(format, compression);
    Descriptor renamed = layer.withMediaType(type);
    return switch (format) {
      case OCI -> renamed;
      case DOCKER -> renamed.withAnnotations(Map.of());
    };
  }

  private static String foreign(ImageFormat format, Compression compression) {
    return switch (format) {
      case OCI -> MediaTypes.OCI_FOREIGN_LAYER + suffix(compression, "+");
      case DOCKER -> MediaTypes.DOCKER_FOREIGN_LAYER + suffix(compression, ".");
    };
  }

  private static String suffix(Compression compression, String separator) {
    return switch (compression) {
      case NONE -> "";
      case GZIP -> separator + "gzip";
      case ZSTD -> separator + "zstd";
    };
  }
}
