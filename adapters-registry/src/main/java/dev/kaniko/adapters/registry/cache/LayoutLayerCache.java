package dev.kaniko.adapters.registry.cache;

import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.adapters.registry.document.ManifestDocument;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageIndex;
import dev.kaniko.adapters.registry.document.ManifestReader;
import dev.kaniko.adapters.registry.document.ManifestWriter;
import dev.kaniko.adapters.registry.file.LayoutDirectory;
import dev.kaniko.adapters.registry.local.LayoutBlob;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.Blob;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A directory with an image layout for each key: on a volume, say. The layouts share their blobs,
 * which are in {@code blobs} of the directory itself, so that a layer that has several keys is
 * there once. (To other programs that is a shared blob directory.)
 */
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
      Path manifest = blob(index.entries().getFirst().descriptor().digest());
      CachedLayer found = CacheEntry.read(key, read(manifest, subject), this::content, subject);
      return Optional.of(found).filter(age::isYoungEnough);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot read the cache in " + subject + ": " + e.getMessage(), e);
    }
  }

  /** One at a time: a lock is the process's, and not the thread's. */
  @Override
  public synchronized void store(List<CacheKey> keys, CachedLayer layer) {
    DescribedImage image = new JsonImageDocuments().describe(CacheEntry.image(keys, layer));
    byte[] index = bytes(ManifestWriter.index(List.of(image.manifestDescriptor())));
    try (LayoutDirectory root = LayoutDirectory.open(directory)) {
      root.lock(() -> {});
      writeBlobs(image, root);
      for (CacheKey key : keys) {
        try (LayoutDirectory layout = root.directory(key.tag())) {
          layout.write("oci-layout", bytes(LayoutDirectory.LAYOUT));
          layout.write("index.json", index);
        }
      }
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot write to the cache in " + directory + ": " + e.getMessage(), e);
    }
  }

  private static void writeBlobs(DescribedImage image, LayoutDirectory root) throws IOException {
    try (LayoutDirectory blobs = root.directory("blobs");
        LayoutDirectory sha256 = blobs.directory("sha256")) {
      for (ImageLayer layer : image.image().layers()) {
        sha256.write(layer.descriptor(), layer.content()::open);
      }
      byte[] config = bytes(image.config());
      byte[] manifest = bytes(image.manifest());
      sha256.write(image.configDescriptor(), () -> new ByteArrayInputStream(config));
      sha256.write(image.manifestDescriptor(), () -> new ByteArrayInputStream(manifest));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Path layout(CacheKey key) {
    return directory.resolve(key.tag());
  }

  private Path blob(Digest digest) {
    return directory.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
  }

  private static ManifestDocument read(Path file, String subject) throws IOException {
    try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = stream.readNBytes(LARGEST_INDEX);
      return ManifestReader.read(bytes, Optional.empty(), subject);
    }
  }

  private Blob content(Descriptor descriptor) {
    return new LayoutBlob(blob(descriptor.digest()), descriptor);
  }
}
