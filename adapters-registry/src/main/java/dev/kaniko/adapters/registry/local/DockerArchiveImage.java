package dev.kaniko.adapters.registry.local;

import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.adapters.registry.json.JsonFields;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ResolvedImage;
import dev.kaniko.ports.registry.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An image of an archive as {@code docker save} and this executor's {@code --tar-path} write it,
 * unpacked. Its layers are plain tars, or packed with gzip.
 */
public final class DockerArchiveImage implements StoredImage {
  private static final String MANIFEST = "manifest.json";
  private static final int LARGEST_MANIFEST = 4 << 20;
  private static final int GZIP = 0x1f8b;

  private final ImageFolder folder;
  private final Optional<ImageReference> wanted;

  /**
   * @param files what was in the archive
   * @param name what the user knows the archive by
   * @param wanted the tag of the image; empty for the only one
   */
  public DockerArchiveImage(FileTree files, String name, Optional<ImageReference> wanted) {
    this.folder = new ImageFolder(files, name);
    this.wanted = wanted;
  }

  @Override
  public ResolvedImage resolve(Platform platform) {
    JsonFields entry = choose();
    byte[] bytes =
        folder.read(
            folder.named(entry.requiredText("Config")),
            JsonImageDocuments.LARGEST_CONFIG,
            "the config");
    String subject = folder.name() + ": config";
    ImageConfig config = new JsonImageDocuments().readConfig(bytes, subject);
    List<String> names = entry.texts("Layers");
    if (names.size() != config.diffIds().size()) {
      throw new UnsafeContentFailure(
          subject,
          "names %d layers, but %s names %d"
              .formatted(config.diffIds().size(), MANIFEST, names.size()));
    }
    List<ImageLayer> layers = new ArrayList<>();
    for (String layer : names) {
      layers.add(layer(folder.named(layer), config.diffIds().get(layers.size())));
    }
    // Its id is all that such an image has for a digest.
    Descriptor id = Descriptor.of(MediaTypes.DOCKER_MANIFEST, bytes);
    return new ResolvedImage(
        ImageReference.parse("localhost/docker-archive").pinnedTo(id.digest()),
        id,
        ImageFormat.DOCKER,
        config,
        layers);
  }

  private JsonFields choose() {
    byte[] bytes =
        folder.read(
            folder.required(MANIFEST, "archive of docker save"), LARGEST_MANIFEST, MANIFEST);
    List<JsonFields> all = JsonFields.readList(bytes, folder.name() + ": " + MANIFEST);
    if (wanted.isEmpty() && all.size() == 1) {
      return all.getFirst();
    }
    return all.stream()
        .filter(it -> wanted.isPresent() && hasTag(it, wanted.get()))
        .findFirst()
        .orElseThrow(() -> missing(all));
  }

  private static boolean hasTag(JsonFields image, ImageReference wanted) {
    return image.texts("RepoTags").stream().anyMatch(tag -> isNameOf(tag, wanted));
  }

  private static boolean isNameOf(String tag, ImageReference wanted) {
    try {
      return ImageReference.parse(tag).equals(wanted);
    } catch (IllegalArgumentException e) {
      // What is no name at all is not the one that is wanted.
      return false;
    }
  }

  private UserMistakes missing(List<JsonFields> all) {
    List<String> tags = all.stream().flatMap(it -> it.texts("RepoTags").stream()).toList();
    return new UserMistakes(
        Problem.general(
                folder.name()
                    + wanted
                        .map(it -> " has no image " + it)
                        .orElse(" has " + all.size() + " images"))
            .withHint("write docker-archive:FILE:NAME:TAG; it has " + String.join(", ", tags)));
  }

  private ImageLayer layer(RegularFile file, Digest diffId) {
    try {
      boolean packed = isPacked(file);
      Descriptor descriptor =
          packed
              ? new Descriptor(MediaTypes.DOCKER_LAYER_GZIP, digestOf(file), file.size())
              : new Descriptor(MediaTypes.DOCKER_LAYER, diffId, file.size());
      return new ImageLayer(descriptor, diffId, new LocalBlob(file, descriptor));
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot read a layer of " + folder.name() + ": " + e.getMessage(), e);
    }
  }

  private static boolean isPacked(RegularFile file) throws IOException {
    try (InputStream stream = file.content().open()) {
      return (stream.read() << 8 | stream.read()) == GZIP;
    }
  }

  private static Digest digestOf(RegularFile file) throws IOException {
    MessageDigest hash = Digest.newSha256();
    try (InputStream stream = new DigestInputStream(file.content().open(), hash)) {
      stream.transferTo(OutputStream.nullOutputStream());
    }
    return Digest.ofSha256(hash.digest());
  }
}
