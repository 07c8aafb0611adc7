package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FileNode.Special;
import dev.kaniko.domain.filesystem.FileNode.Symlink;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.layer.ArchiveReader.Archive;
import dev.kaniko.ports.layer.ArchiveReader.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An archive whose members' contents lie unpacked in a file of the build's. */
final class SpooledArchive implements Archive {
  private final SpoolFile spool;
  private final List<Member> members;

  private SpooledArchive(SpoolFile spool, List<Member> members) {
    this.spool = spool;
    this.members = List.copyOf(members);
  }

  /** Reads {@code tar} to its end. */
  static SpooledArchive of(TarReader tar, Path workDirectory) throws IOException {
    SpoolFile spool = SpoolFile.createIn(workDirectory);
    try {
      List<Member> members = new ArrayList<>();
      for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
        members.add(member(entry.get(), spool.append(tar.content())));
      }
      spool.finish();
      return new SpooledArchive(spool, members);
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  private static Member member(TarEntry entry, FileContent content) {
    FileMetadata metadata = entry.metadata();
    return switch (entry.type()) {
      case HARD_LINK -> new Member.Link(entry.name(), entry.linkName());
      case REGULAR ->
          file(entry, new RegularFile(metadata, entry.size(), content, Optional.empty()));
      case DIRECTORY -> file(entry, new Directory(metadata));
      case SYMLINK -> file(entry, new Symlink(metadata, entry.linkName()));
      case CHARACTER_DEVICE -> special(entry, Special.Kind.CHARACTER_DEVICE);
      case BLOCK_DEVICE -> special(entry, Special.Kind.BLOCK_DEVICE);
      case FIFO -> special(entry, Special.Kind.FIFO);
    };
  }

  private static Member special(TarEntry entry, Special.Kind kind) {
    return file(
        entry, new Special(entry.metadata(), kind, entry.major(), entry.minor(), Optional.empty()));
  }

  private static Member file(TarEntry entry, FileNode node) {
    return new Member.File(entry.name(), node);
  }

  @Override
  public List<Member> members() {
    return members;
  }

  @Override
  public void close() {
    try {
      spool.close();
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot remove an unpacked archive: " + e.getMessage(), e);
    }
  }
}
