package dev.kaniko.ports.registry;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.Platform;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Writes images down as the JSON documents of their format; the same image, the same bytes. */
public interface ImageDocuments {

  DescribedImage describe(BuiltImage image);

  /**
   * An index, which Docker calls a manifest list.
   *
   * @param format of every entry
   * @param annotations of the index; OCI's only
   */
  DescribedIndex describe(
      ImageFormat format, List<IndexEntry> entries, SortedMap<String, String> annotations);

  /**
   * Reads an image config of either format.
   *
   * @param subject which config, for messages
   * @throws dev.kaniko.ports.failure.UnsafeContentFailure when it is not one
   */
  ImageConfig readConfig(byte[] json, String subject);

  /** What a tag can name: an image, or an index of several. */
  sealed interface Described {
    /** Of {@link #document}. */
    Descriptor descriptor();

    /** JSON; its UTF-8 encoding is what the descriptor describes. */
    String document();

    /** All that has to be there for it. */
    List<DescribedImage> images();
  }

  /**
   * An image with its documents. The image's digest is the manifest's.
   *
   * @param image its layers' descriptors have the media types of its format
   * @param config JSON; its UTF-8 encoding is what the descriptor describes
   * @param manifest likewise
   */
  record DescribedImage(
      BuiltImage image,
      Descriptor configDescriptor,
      String config,
      Descriptor manifestDescriptor,
      String manifest)
      implements Described {
    @Override
    public Descriptor descriptor() {
      return manifestDescriptor;
    }

    @Override
    public String document() {
      return manifest;
    }

    @Override
    public List<DescribedImage> images() {
      return List.of(this);
    }

    /** The same image, of which an index says more. */
    public DescribedImage withDescriptorAnnotations(Map<String, String> annotations) {
      return new DescribedImage(
          image,
          configDescriptor,
          config,
          manifestDescriptor.withAnnotations(annotations),
          manifest);
    }

    @Override
    public String toString() {
      return "image " + manifestDescriptor.digest();
    }
  }

  /**
   * An image and what an index says it is for.
   *
   * @param platform {@code unknown/unknown} for what is no image and only looks like one
   */
  record IndexEntry(DescribedImage image, Platform platform) {}

  /**
   * An index of images.
   *
   * @param entries in the order of the document
   */
  record DescribedIndex(Descriptor descriptor, String document, List<IndexEntry> entries)
      implements Described {
    public DescribedIndex {
      entries = List.copyOf(entries);
    }

    @Override
    public List<DescribedImage> images() {
      return entries.stream().map(IndexEntry::image).toList();
    }

    /** The same index, of which a layout's own index says more. */
    public DescribedIndex withDescriptorAnnotations(Map<String, String> annotations) {
      return new DescribedIndex(descriptor.withAnnotations(annotations), document, entries);
    }

    @Override
    public String toString() {
      return "index " + descriptor.digest();
    }
  }
}
