package dev.kaniko.domain.image;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Points at content. Spec: image-spec descriptor.md.
 *
 * @param mediaType of the content
 * @param digest of the content's bytes, as they are stored (a layer's: compressed)
 * @param size in bytes
 * @param urls where else the content may be fetched; only foreign layers have any
 * @param annotations in the order of their keys
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    List<String> urls,
    SortedMap<String, String> annotations) {
  public Descriptor {
    if (size < 0) {
      throw new IllegalArgumentException("negative size of " + digest);
    }
    urls = List.copyOf(urls);
    annotations = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  public Descriptor(String mediaType, Digest digest, long size) {
    this(mediaType, digest, size, List.of(), new TreeMap<>());
  }

  /** For content that is at hand as a whole. */
  public static Descriptor of(String mediaType, byte[] content) {
    return new Descriptor(mediaType, Digest.sha256(content), content.length);
  }

  public Descriptor withMediaType(String newType) {
    return new Descriptor(newType, digest, size, urls, annotations);
  }

  public Descriptor withAnnotations(Map<String, String> newAnnotations) {
    return new Descriptor(mediaType, digest, size, urls, new TreeMap<>(newAnnotations));
  }
}
