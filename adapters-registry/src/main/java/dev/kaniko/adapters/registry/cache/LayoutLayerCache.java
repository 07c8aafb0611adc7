package dev.kaniko.adapters.registry.cache;

import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.adapters.registry.document.ManifestDocument;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageIndex;
import dev.kaniko.adapters.registry.document.ManifestReader;
import dev.kaniko.adapters.registry.file.OciLayoutOutput;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.Blob;
import dev.kaniko.ports.layer.VerifiedInputStream;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A directory with an image layout for each key: on a volume, say. */
public final class LayoutLayerCache implements LayerCache {
  private static final int LARGEST_INDEX = 1 << 20;

  private final Path directory;
  private final CacheAge age;

  /**
   * @param directory made, with its parents, when something is stored
   */
  public LayoutLayerCache(Path directory, CacheAge age) {
    this.directory = directory.toAbsolutePath();
    this.age = age;
  }

  @Override
  public String place(CacheKey key) {
    return layout(key).toString();
  }

  @Override
  public Optional<CachedLayer> find(CacheKey key) {
    Path layout = layout(key);
    String subject = layout.toString();
    try {
      if (!(read(layout.resolve("index.json"), subject) instanceof ImageIndex index)
          || index.entries().size() != 1) {
        throw new UnsafeContentFailure(subject, "is not the layout of one image");
      }
      Path manifest = blob(layout, index.entries().getFirst().descriptor().digest());
      CachedLayer found =
          CacheEntry.read(
              key, read(manifest, subject), descriptor -> content(layout, descriptor), subject);
      return Optional.of(found).filter(age::isYoungEnough);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot read the cache in " + subject + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void store(List<CacheKey> keys, CachedLayer layer) {
    DescribedImage image = new JsonImageDocuments().describe(CacheEntry.image(keys, layer));
    keys.forEach(key -> new OciLayoutOutput(layout(key)).write(image));
  }

  private Path layout(CacheKey key) {
    return directory.resolve(key.tag());
  }

  private static Path blob(Path layout, Digest digest) {
    return layout.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
  }

  private static ManifestDocument read(Path file, String subject) throws IOException {
    try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = stream.readNBytes(LARGEST_INDEX);
      return ManifestReader.read(bytes, Optional.empty(), subject);
    }
  }

  private static Blob content(Path layout, Descriptor descriptor) {
    return new LayoutBlob(blob(layout, descriptor.digest()), descriptor);
  }

  private record LayoutBlob(Path path, Descriptor descriptor) implements Blob {
    @Override
    public InputStream open() throws IOException {
      return new VerifiedInputStream(
          Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS),
          descriptor.digest(),
          descriptor.size());
    }

    /** Others can write to the file: its bytes are checked each time they are read. */
    @Override
    public Optional<Path> file() {
      return Optional.empty();
    }

    @Override
    public Optional<ImageReference> origin() {
      return Optional.empty();
    }
  }
}
