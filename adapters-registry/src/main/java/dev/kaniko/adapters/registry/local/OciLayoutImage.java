package dev.kaniko.adapters.registry.local;

import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.adapters.registry.document.ManifestDocument;
import dev.kaniko.adapters.registry.document.ManifestDocument.Entry;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageIndex;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageManifest;
import dev.kaniko.adapters.registry.document.ManifestReader;
import dev.kaniko.adapters.registry.document.PlatformChoice;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ResolvedImage;
import dev.kaniko.ports.registry.StoredImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** An image of an OCI layout. Spec: image-spec image-layout.md. */
public final class OciLayoutImage implements StoredImage {
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final int DEEPEST_INDEX = 3;

  private final ImageFolder folder;
  private final Optional<String> tag;
  private final Optional<Digest> digest;

  /**
   * @param files the layout
   * @param name what the user knows the layout by
   * @param tag {@code org.opencontainers.image.ref.name} of the image; empty for the only one, or
   *     the latest
   * @param digest of the image's manifest or index, which goes before the tag
   */
  public OciLayoutImage(
      FileTree files, String name, Optional<String> tag, Optional<Digest> digest) {
    this.folder = new ImageFolder(files, name);
    this.tag = tag;
    this.digest = digest;
  }

  @Override
  public ResolvedImage resolve(Platform platform) {
    folder.required("oci-layout", "OCI layout");
    Descriptor descriptor = digest.map(this::described).orElseGet(this::byTag);
    for (int depth = 0; depth <= DEEPEST_INDEX; depth++) {
      byte[] bytes = folder.document(descriptor.digest(), ManifestReader.LARGEST);
      ManifestDocument document = read(bytes, descriptor.digest().toString());
      switch (document) {
        case ImageManifest manifest -> {
          return image(manifest, descriptor.digest(), bytes.length);
        }
        case ImageIndex index -> descriptor = entry(index, platform);
      }
    }
    throw new UnsafeContentFailure(
        folder.name(), "is an index of indexes, more than " + DEEPEST_INDEX + " deep");
  }

  private Descriptor described(Digest wanted) {
    return new Descriptor(MediaTypes.OCI_MANIFEST, wanted, folder.blob(wanted).size());
  }

  private ManifestDocument read(byte[] bytes, String what) {
    return ManifestReader.read(bytes, Optional.empty(), folder.name() + ": " + what);
  }

  private Descriptor byTag() {
    byte[] bytes =
        folder.read(
            folder.required("index.json", "OCI layout"), ManifestReader.LARGEST, "index.json");
    if (!(read(bytes, "index.json") instanceof ImageIndex index)) {
      throw new UnsafeContentFailure(folder.name() + ": index.json", "is no index");
    }
    List<Descriptor> all = index.entries().stream().map(Entry::descriptor).toList();
    if (tag.isEmpty() && all.size() == 1) {
      return all.getFirst();
    }
    String wanted = tag.orElse("latest");
    return all.stream()
        .filter(it -> wanted.equals(it.annotations().get(REF_NAME)))
        .findFirst()
        .orElseThrow(() -> missing(wanted, all));
  }

  private UserMistakes missing(String wanted, List<Descriptor> all) {
    TreeSet<String> names = new TreeSet<>();
    all.forEach(it -> names.add(it.annotations().getOrDefault(REF_NAME, it.digest().toString())));
    return new UserMistakes(
        Problem.general(folder.name() + " has no image " + wanted)
            .withHint(
                names.isEmpty()
                    ? "it has none at all"
                    : "it has " + String.join(", ", names) + ": write oci-layout://DIRECTORY:TAG"));
  }

  private Descriptor entry(ImageIndex index, Platform platform) {
    return PlatformChoice.choose(index, platform)
        .map(Entry::descriptor)
        .orElseThrow(
            () ->
                new UserMistakes(
                    Problem.general(folder.name() + " has no image for " + platform)
                        .withHint("it has: " + PlatformChoice.offered(index))));
  }

  private ResolvedImage image(ImageManifest manifest, Digest manifestDigest, int size) {
    String subject = folder.name() + ": config " + manifest.config().digest();
    ImageConfig config =
        new JsonImageDocuments()
            .readConfig(
                folder.document(manifest.config().digest(), JsonImageDocuments.LARGEST_CONFIG),
                subject);
    if (config.diffIds().size() != manifest.layers().size()) {
      throw new UnsafeContentFailure(
          subject,
          "names %d layers, but the manifest names %d"
              .formatted(config.diffIds().size(), manifest.layers().size()));
    }
    List<ImageLayer> layers = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      LocalBlob blob = new LocalBlob(folder.blob(layer.digest()), layer);
      layers.add(new ImageLayer(layer, config.diffIds().get(layers.size()), blob));
    }
    return new ResolvedImage(
        ImageReference.parse("localhost/oci-layout").pinnedTo(manifestDigest),
        new Descriptor(manifest.mediaType(), manifestDigest, size),
        MediaTypes.familyOf(manifest.mediaType()).orElseThrow(),
        config,
        layers);
  }
}
