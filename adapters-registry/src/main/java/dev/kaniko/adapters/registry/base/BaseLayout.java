package dev.kaniko.adapters.registry.base;

import dev.kaniko.adapters.registry.cache.CacheAge;
import dev.kaniko.adapters.registry.document.ManifestReader;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.layer.Blob;
import dev.kaniko.ports.layer.VerifiedInputStream;
import dev.kaniko.ports.listener.BuildListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Base images as a build reads them. Others write to the directory meanwhile, and need not be
 * friends: every content is checked against its digest each time it is read, and one that is
 * damaged or gone is fetched from its registry. The index is read once, before anything of the
 * build is on the machine.
 */
public final class BaseLayout {
  private final Path directory;
  private final List<BaseEntry> entries;
  private final CacheAge age;
  private final BuildListener listener;
  private final Map<Digest, Boolean> checked = new ConcurrentHashMap<>();

  private BaseLayout(
      Path directory, List<BaseEntry> entries, CacheAge age, BuildListener listener) {
    this.directory = directory;
    this.entries = entries;
    this.age = age;
    this.listener = listener;
  }

  /**
   * Opens the layout if there is one. That there is none, or none that can be used, costs time and
   * no build: it is told.
   *
   * @param age how long what a tag meant is believed
   * @param expected whether somebody has asked for this directory by name
   */
  public static Optional<BaseLayout> open(
      Path directory, boolean expected, CacheAge age, BuildListener listener) {
    Path index = directory.resolve(BaseIndex.NAME);
    try {
      List<BaseEntry> entries = BaseIndex.read(small(index), index.toString());
      return Optional.of(new BaseLayout(directory, entries, age, listener));
    } catch (NoSuchFileException e) {
      if (expected) {
        listener.warn(
            Problem.general("the base cache " + directory + " is empty: images are fetched")
                .withHint("the warmer fills it: warmer --cache-dir " + directory + " --image …"));
      }
    } catch (IOException | UnsafeContentFailure e) {
      listener.warn(Problem.general("the base cache cannot be used: " + e.getMessage()));
    }
    return Optional.empty();
  }

  private static byte[] small(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return stream.readNBytes(ManifestReader.LARGEST + 1);
    }
  }

  /** The image with this manifest; if it is there several times, the latest. */
  public Optional<BaseEntry> entry(Digest manifest) {
    return entries.stream()
        .filter(entry -> entry.manifest().digest().equals(manifest))
        .max(Comparator.comparing(BaseEntry::fetched));
  }

  /** What a tag meant when it was last asked for, unless that is too long ago. */
  public Optional<BaseEntry> lastMeaning(ImageReference reference) {
    return entries.stream()
        .filter(entry -> entry.reference().equals(reference))
        .max(Comparator.comparing(BaseEntry::fetched))
        .filter(this::isYoungEnough);
  }

  public boolean isYoungEnough(BaseEntry entry) {
    return age.isYoungEnough(entry.fetched());
  }

  /**
   * A document as a whole; empty when it is not there, or not rightly.
   *
   * @param most bytes
   */
  public Optional<byte[]> document(Digest digest, int most) {
    Path file = file(digest);
    try (InputStream stream =
        new VerifiedInputStream(
            Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS),
            digest,
            OptionalLong.empty(),
            file.toString())) {
      byte[] bytes = stream.readNBytes(most + 1);
      return bytes.length > most ? Optional.empty() : Optional.of(bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | UnsafeContentFailure e) {
      tellDamaged(digest, e);
      return Optional.empty();
    }
  }

  /** The blob from here if it is here, else {@code remote}. */
  public Blob preferredTo(Blob remote, Descriptor descriptor) {
    return new LayoutFirstBlob(this, descriptor, remote);
  }

  /** A stream that checks what it gives; empty when the blob is not here, or not rightly. */
  Optional<InputStream> open(Descriptor descriptor) throws IOException {
    return checked.computeIfAbsent(descriptor.digest(), _ -> isRight(descriptor))
        ? Optional.of(stream(descriptor))
        : Optional.empty();
  }

  /** Read once in full beforehand: what has been handed out cannot be taken back. */
  private boolean isRight(Descriptor descriptor) {
    try (InputStream stream = stream(descriptor)) {
      stream.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException | UnsafeContentFailure e) {
      tellDamaged(descriptor.digest(), e);
      return false;
    }
  }

  private InputStream stream(Descriptor descriptor) throws IOException {
    return new VerifiedInputStream(
        Files.newInputStream(file(descriptor.digest()), LinkOption.NOFOLLOW_LINKS),
        descriptor.digest(),
        descriptor.size());
  }

  private void tellDamaged(Digest digest, Exception cause) {
    listener.warn(
        Problem.general(
                "the base cache has "
                    + digest
                    + " not as it should be, it is fetched: "
                    + cause.getMessage())
            .withHint("the warmer replaces what is damaged"));
  }

  private Path file(Digest digest) {
    return directory.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
  }
}
