package dev.kaniko.application.stage;

import dev.kaniko.domain.account.Accounts.Owner;
import dev.kaniko.domain.copy.ArchiveUnpacking;
import dev.kaniko.domain.copy.CopyPlan;
import dev.kaniko.domain.copy.CopyRefused;
import dev.kaniko.domain.copy.CopySources;
import dev.kaniko.domain.copy.Destination;
import dev.kaniko.domain.copy.FileFlags;
import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.context.RemoteFiles.RemoteFile;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ArchiveReader.Archive;
import dev.kaniko.ports.layer.ArchiveReader.Member;
import dev.kaniko.ports.layer.VerifiedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The sources of one ADD: files, archives that are unpacked, downloads, and repositories. */
final class Additions {
  /** Mode of a file that was downloaded. */
  private static final int DOWNLOADED = 0600;

  /** As much as all files of a layer or an archive may have; a server could send for ever. */
  private static final long LARGEST_DOWNLOAD = 1L << 40;

  private final BuildSession session;
  private final AddInstruction add;
  private final Optional<Owner> members;
  private final CopyPlan plan;
  private final Destination destination;
  private final FileTree context;
  private final CopySources sources;

  /**
   * @param members owner of what comes out of an archive; empty for what the archive says
   */
  Additions(
      BuildSession session,
      AddInstruction add,
      Optional<Owner> members,
      CopyPlan plan,
      Destination destination) {
    this.session = session;
    this.add = add;
    this.members = members;
    this.plan = plan;
    this.destination = destination;
    this.context = session.request().context();
    this.sources = new CopySources(context, add.exclude());
  }

  void add(String source) {
    Optional<RepositoryLocation> repository = RepositoryLocation.of(source);
    if (repository.isPresent()) {
      addFiles(session.ports().remoteTrees().fetch(asFlagged(repository.get())));
      return;
    }
    if (add.keepGitDir()) {
      throw new CopyRefused("--keep-git-dir is for Git repositories, and " + source + " is none");
    }
    if (FileFlags.isHttp(source)) {
      addRemote(source);
      return;
    }
    if (add.checksum().isPresent()) {
      throw new CopyRefused("checksum requires HTTP(S) or Git sources");
    }
    sources.find(source).forEach(this::addLocal);
  }

  /**
   * Adds what tells whether {@code source} has changed: for a repository its commit, for anything
   * else the source itself.
   */
  void addInput(String source) {
    Optional<RepositoryLocation> repository = RepositoryLocation.of(source).map(this::asFlagged);
    Optional<String> revision = repository.flatMap(session.ports().remoteTrees()::revision);
    if (revision.isEmpty()) {
      add(source);
      return;
    }
    byte[] content = revision.get().getBytes(StandardCharsets.UTF_8);
    plan.copyFile(
        new RegularFile(
            FileMetadata.ofRoot(DOWNLOADED, Instant.EPOCH),
            content.length,
            FileContent.of(content),
            Optional.empty()),
        Digest.sha256(RepositoryLocation.withoutCredentials(source)).hex(),
        new Destination(destination.path(), true));
  }

  /** The location with what the flags say, which must not say otherwise. */
  private RepositoryLocation asFlagged(RepositoryLocation location) {
    RepositoryLocation flagged = location;
    if (add.keepGitDir()) {
      refuseTwice(location, "keep-git-dir", "--keep-git-dir");
      flagged = flagged.with("keep-git-dir", "true");
    }
    if (add.checksum().isPresent()) {
      refuseTwice(location, "checksum", "--checksum");
      refuseTwice(location, "commit", "--checksum");
      flagged = flagged.with("checksum", add.checksum().get());
    }
    return flagged;
  }

  private static void refuseTwice(RepositoryLocation location, String key, String flag) {
    if (location.says(key)) {
      throw new CopyRefused(flag + ": the location says " + key + " itself");
    }
  }

  private void addFiles(FileTree files) {
    new CopySources(files, add.exclude()).copy(FilePath.ROOT, plan, destination);
  }

  private void addRemote(String source) {
    Optional<Digest> expected = add.checksum().map(Additions::digest);
    RemoteFile file = session.ports().remoteFiles().fetch(location(source), LARGEST_DOWNLOAD);
    expected.ifPresent(digest -> verify(file, digest, source));
    if (add.unpack().orElse(false) && unpack(file.content(), source)) {
      return;
    }
    Instant modified = file.lastModified().orElse(Instant.EPOCH);
    plan.copyFile(
        new RegularFile(
            FileMetadata.ofRoot(DOWNLOADED, modified),
            file.size(),
            file.content(),
            Optional.empty()),
        FilePath.bytesOf(file.name()),
        destination);
  }

  private static URI location(String source) {
    try {
      return new URI(source);
    } catch (URISyntaxException e) {
      throw new CopyRefused(source + " is no location: " + e.getReason());
    }
  }

  private static Digest digest(String checksum) {
    try {
      return Digest.parse(checksum);
    } catch (IllegalArgumentException e) {
      throw new CopyRefused("--checksum=" + checksum + ": " + e.getMessage());
    }
  }

  private static void verify(RemoteFile file, Digest expected, String source) {
    try (InputStream content =
        new VerifiedInputStream(
            file.content().open(), expected, OptionalLong.of(file.size()), source)) {
      content.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot read what came from " + source, e);
    }
  }

  private void addLocal(FilePath path) {
    Optional<FileNode> node = new PathResolver(context).find(path);
    boolean isUnpacked =
        add.unpack().orElse(true)
            && node.orElse(null) instanceof RegularFile file
            && unpack(file.content(), path.text());
    if (!isUnpacked) {
      sources.copy(path, plan, destination);
    }
  }

  /** False when it is no archive. */
  private boolean unpack(FileContent content, String name) {
    Optional<Archive> archive = session.ports().archives().open(content, name);
    if (archive.isEmpty()) {
      return false;
    }
    session.openArchives().add(archive.get());
    ArchiveUnpacking unpacking = plan.unpackInto(destination, members);
    for (Member member : archive.get().members()) {
      switch (member) {
        case Member.File(String memberName, FileNode node) -> unpacking.file(memberName, node);
        case Member.Link(String memberName, String target) -> unpacking.link(memberName, target);
      }
    }
    unpacking.finish();
    return true;
  }
}
