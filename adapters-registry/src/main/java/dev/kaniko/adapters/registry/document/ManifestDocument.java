package dev.kaniko.adapters.registry.document;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import java.util.List;
import java.util.Optional;

/** What a registry gives for a tag: the manifest of one image, or an index of several. */
public sealed interface ManifestDocument {

  /** Of the document itself, whether it was written in it or told from its fields. */
  String mediaType();

  /**
   * @param layers lowest first
   */
  record ImageManifest(String mediaType, Descriptor config, List<Descriptor> layers)
      implements ManifestDocument {
    public ImageManifest {
      layers = List.copyOf(layers);
    }
  }

  /** Spec: image-spec image-index.md; Docker calls it a manifest list. */
  record ImageIndex(String mediaType, List<Entry> entries) implements ManifestDocument {
    public ImageIndex {
      entries = List.copyOf(entries);
    }
  }

  /**
   * One manifest of an index.
   *
   * @param attestation true for a statement about another entry, which is no image
   */
  record Entry(Descriptor descriptor, Optional<Platform> platform, boolean attestation) {

    /** True for what may lead to an image: a manifest or one more index. */
    boolean leadsToImage() {
      String type = descriptor.mediaType();
      return !attestation && (MediaTypes.isManifest(type) || MediaTypes.isIndex(type));
    }
  }
}
