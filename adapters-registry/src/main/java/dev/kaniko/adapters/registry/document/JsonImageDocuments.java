package dev.kaniko.adapters.registry.document;

import dev.kaniko.adapters.registry.document.ManifestDocument.Entry;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.BuiltImage;
import dev.kaniko.ports.registry.ImageDocuments;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

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
  public DescribedIndex describe(
      ImageFormat format, List<IndexEntry> entries, SortedMap<String, String> annotations) {
    String type = MediaTypes.index(format);
    List<Entry> listed =
        entries.stream()
            .map(it -> new Entry(it.image().descriptor(), Optional.of(it.platform()), false))
            .toList();
    String index = ManifestWriter.index(type, listed, annotations);
    return new DescribedIndex(describe(type, index), index, entries);
  }

  @Override
  public ImageConfig readConfig(byte[] json, String subject) {
    return ConfigReader.read(json, subject);
  }

  private static Descriptor describe(String mediaType, String document) {
    return Descriptor.of(mediaType, document.getBytes(StandardCharsets.UTF_8));
  }
}
