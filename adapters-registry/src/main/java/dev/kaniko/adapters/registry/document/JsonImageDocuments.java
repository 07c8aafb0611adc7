package dev.kaniko.adapters.registry.document;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.BuiltImage;
import dev.kaniko.ports.registry.ImageDocuments;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Documents as BuildKit writes them, without white space. */
public final class JsonImageDocuments implements ImageDocuments {
  /** In bytes; a config that tells of thousands of instructions has a few hundred thousand. */
  public static final int LARGEST_CONFIG = 8 * 1024 * 1024;

  @Override
  public DescribedImage describe(BuiltImage image) {
    List<ImageLayer> layers =
        image.layers().stream()
            .map(
                layer ->
                    new ImageLayer(
                        LayerTypes.in(image.format(), layer.descriptor()),
                        layer.diffId(),
                        layer.content()))
            .toList();
    String config = ConfigWriter.write(image.config());
    Descriptor configDescriptor = describe(MediaTypes.config(image.format()), config);
    String manifestType = MediaTypes.manifest(image.format());
    String manifest =
        ManifestWriter.manifest(
            manifestType,
            configDescriptor,
            layers.stream().map(ImageLayer::descriptor).toList(),
            image.annotations());
    return new DescribedImage(
        new BuiltImage(image.format(), image.config(), layers, image.annotations()),
        configDescriptor,
        config,
        describe(manifestType, manifest),
        manifest);
  }

  @Override
  public ImageConfig readConfig(byte[] json, String subject) {
    return ConfigReader.read(json, subject);
  }

  private static Descriptor describe(String mediaType, String document) {
    return Descriptor.of(mediaType, document.getBytes(StandardCharsets.UTF_8));
  }
}
