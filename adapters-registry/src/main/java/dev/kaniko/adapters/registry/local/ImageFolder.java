package dev.kaniko.adapters.registry.local;

import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The files of an image. Links lead nowhere but inside, and nothing is believed before its digest
 * was checked.
 *
 * @param name what the user knows it by
 */
record ImageFolder(FileTree files, String name) {

  /**
   * @throws UserMistakes when there is none, for what every image of this kind has
   */
  RegularFile required(String path, String what) {
    return find(path)
        .orElseThrow(
            () ->
                new UserMistakes(Problem.general(name + " is no " + what + ": it has no " + path)));
  }

  /**
   * @throws UnsafeContentFailure when something names a file that is not there
   */
  RegularFile named(String path) {
    return find(path)
        .orElseThrow(() -> new UnsafeContentFailure(name, "names " + path + ", which it has not"));
  }

  private Optional<RegularFile> find(String path) {
    try {
      return new PathResolver(files)
          .find(FilePath.ofText("/" + path))
          .filter(RegularFile.class::isInstance)
          .map(RegularFile.class::cast);
    } catch (PathResolver.TooManyLinks e) {
      throw new UnsafeContentFailure(name, "has links that go round: " + path, e);
    }
  }

  RegularFile blob(Digest digest) {
    return named("blobs/" + digest.algorithm() + "/" + digest.hex());
  }

  /**
   * @param largest number of bytes; more are refused
   */
  byte[] read(RegularFile file, int largest, String what) {
    try (InputStream stream = file.content().open()) {
      byte[] bytes = stream.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new UnsafeContentFailure(name + ": " + what, "is larger than " + largest + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot read " + what + " of " + name + ": " + e.getMessage(), e);
    }
  }

  /** A document that is stored under its digest. */
  byte[] document(Digest digest, int largest) {
    byte[] bytes = read(blob(digest), largest, "blob " + digest);
    if (!Digest.sha256(bytes).equals(digest)) {
      throw new UnsafeContentFailure(
          name + ": blob " + digest, "has other bytes than its digest says");
    }
    return bytes;
  }
}
