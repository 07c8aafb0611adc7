package dev.kaniko.application.attestation;

import dev.kaniko.domain.attestation.Material;
import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.context.RemoteFiles;
import dev.kaniko.ports.context.RemoteTrees;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Notes what ADD fetches. May be used by several threads. */
public final class FetchedSources {
  private final SortedMap<String, Material> materials = new TreeMap<>();

  /** In the order of their locations. */
  synchronized Collection<Material> materials() {
    return List.copyOf(materials.values());
  }

  private synchronized void note(String uri, Map<String, String> digest) {
    materials.put(uri, new Material(uri, digest));
  }

  /** The same files, noted. */
  public RemoteFiles noting(RemoteFiles files) {
    return (location, largest) -> {
      RemoteFiles.RemoteFile file = files.fetch(location, largest);
      note(plain(location), Map.of("sha256", digest(file).hex()));
      return file;
    };
  }

  /** The same repositories, noted. */
  public RemoteTrees noting(RemoteTrees trees) {
    return new RemoteTrees() {
      @Override
      public Optional<String> revision(RepositoryLocation location) {
        Optional<String> revision = trees.revision(location);
        // Whose files are cached is not fetched, and is in the image all the same.
        revision.ifPresent(commit -> note(location, commit));
        return revision;
      }

      private void note(RepositoryLocation location, String commit) {
        FetchedSources.this.note(
            RepositoryLocation.withoutCredentials(location.place() + location.fragment()),
            Map.of("sha1", commit));
      }

      @Override
      public FileTree fetch(RepositoryLocation location) {
        FileTree tree = trees.fetch(location);
        FetchedSources.this.note(
            RepositoryLocation.withoutCredentials(location.place() + location.fragment()),
            trees.revision(location).map(commit -> Map.of("sha1", commit)).orElse(Map.of()));
        return tree;
      }
    };
  }

  /** Without what may open it to the reader. */
  private static String plain(URI location) {
    String host = Optional.ofNullable(location.getHost()).orElse("");
    String port = location.getPort() < 0 ? "" : ":" + location.getPort();
    return location.getScheme() + "://" + host + port + location.getRawPath();
  }

  private static Digest digest(RemoteFiles.RemoteFile file) {
    MessageDigest hash = Digest.newSha256();
    try (InputStream stream = new DigestInputStream(file.content().open(), hash)) {
      stream.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot read " + file.name() + ": " + e.getMessage(), e);
    }
    return Digest.ofSha256(hash.digest());
  }
}
