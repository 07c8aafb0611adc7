package dev.kaniko.adapters.registry.file;

import dev.kaniko.adapters.registry.document.ManifestWriter;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ImageDocuments.Described;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ImageDocuments.DescribedIndex;
import dev.kaniko.ports.registry.ImageOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes an OCI image layout. The image, or the index, becomes the only one of the layout: the
 * index is replaced, last of all; blobs of older images stay. Foreign layers are named and not
 * stored. Spec: image-spec image-layout.md.
 */
public final class OciLayoutOutput implements ImageOutput {
  private final Path directory;

  /**
   * @param directory created with its parents when it is missing
   */
  public OciLayoutOutput(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public void check() {
    LayoutDirectory.requireWritable(directory);
  }

  @Override
  public void write(Described image) {
    try (LayoutDirectory layout = LayoutDirectory.open(directory);
        LayoutDirectory blobs = layout.directory("blobs");
        LayoutDirectory sha256 = blobs.directory("sha256")) {
      layout.write("oci-layout", bytes(LayoutDirectory.LAYOUT));
      for (DescribedImage each : image.images()) {
        writeBlobs(each, sha256);
      }
      if (image instanceof DescribedIndex) {
        sha256.write(image.descriptor(), () -> new ByteArrayInputStream(bytes(image.document())));
      }
      layout.write("index.json", bytes(ManifestWriter.index(List.of(image.descriptor()))));
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot write the image layout " + directory + ": " + e.getMessage(), e);
    }
  }

  private static void writeBlobs(DescribedImage image, LayoutDirectory blobs) throws IOException {
    for (ImageLayer layer : image.image().layers()) {
      Descriptor descriptor = layer.descriptor();
      if (!MediaTypes.isForeignLayer(descriptor.mediaType()) || descriptor.urls().isEmpty()) {
        blobs.write(descriptor, layer.content()::open);
      }
    }
    blobs.write(image.configDescriptor(), () -> new ByteArrayInputStream(bytes(image.config())));
    blobs.write(
        image.manifestDescriptor(), () -> new ByteArrayInputStream(bytes(image.manifest())));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
