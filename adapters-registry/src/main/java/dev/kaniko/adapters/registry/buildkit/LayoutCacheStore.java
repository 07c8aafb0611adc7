package dev.kaniko.adapters.registry.buildkit;

import dev.kaniko.adapters.registry.document.ManifestDocument.Entry;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageIndex;
import dev.kaniko.adapters.registry.document.ManifestReader;
import dev.kaniko.adapters.registry.local.LayoutBlob;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A cache in an image layout.
 *
 * @param tag by which {@code index.json} names it
 * @param digest of its manifest, which goes before the tag
 */
record LayoutCacheStore(Path directory, String tag, Optional<Digest> digest) implements CacheStore {
  static final String REF_NAME = "org.opencontainers.image.ref.name";

  @Override
  public String name() {
    return directory + digest.map(it -> "@" + it).orElse(":" + tag);
  }

  @Override
  public byte[] named() {
    Digest wanted = digest.orElseGet(this::digestOfTag);
    return checked(wanted, ManifestReader.LARGEST);
  }

  private Digest digestOfTag() {
    String subject = directory.resolve("index.json").toString();
    byte[] bytes = read(directory.resolve("index.json"), ManifestReader.LARGEST);
    if (!(ManifestReader.read(bytes, Optional.empty(), subject) instanceof ImageIndex index)) {
      throw new UnsafeContentFailure(subject, "is no index");
    }
    return index.entries().stream()
        .map(Entry::descriptor)
        .filter(it -> tag.equals(it.annotations().get(REF_NAME)))
        .findFirst()
        .orElseThrow(
            () ->
                new EnvironmentFailure(directory + " has no cache " + tag, Optional.empty(), null))
        .digest();
  }

  @Override
  public byte[] manifest(Descriptor descriptor) {
    return checked(descriptor.digest(), ManifestReader.LARGEST);
  }

  @Override
  public byte[] config(Descriptor descriptor, int largest) {
    return checked(descriptor.digest(), largest);
  }

  @Override
  public Optional<Blob> layer(Descriptor descriptor) {
    Path file = blob(descriptor.digest());
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(new LayoutBlob(file, descriptor))
        : Optional.empty();
  }

  private Path blob(Digest of) {
    return directory.resolve("blobs").resolve(of.algorithm()).resolve(of.hex());
  }

  private byte[] checked(Digest wanted, int largest) {
    byte[] bytes = read(blob(wanted), largest);
    if (!Digest.sha256(bytes).equals(wanted)) {
      throw new UnsafeContentFailure(
          blob(wanted).toString(), "has other bytes than its digest says");
    }
    return bytes;
  }

  private static byte[] read(Path file, int largest) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new EnvironmentFailure("there is no file " + file, Optional.empty(), null);
    }
    try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = stream.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new UnsafeContentFailure(file.toString(), "is larger than " + largest + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
