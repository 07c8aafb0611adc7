package dev.kaniko.adapters.rootfs;

import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.domain.filesystem.FileMetadata;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tar that is only in memory. */
public final class FakeTar implements TarReader {
  public static final Instant TIME = Instant.ofEpochSecond(1_000_000_000, 123_456_789);

  private final Iterator<Member> members;
  private String content = "";

  /**
   * One header with its content.
   *
   * @param content each char a byte
   */
  public record Member(TarEntry entry, String content) {
    public Member with(FileMetadata metadata) {
      return new Member(
          new TarEntry(
              entry.name(),
              entry.type(),
              metadata,
              entry.size(),
              entry.linkName(),
              entry.major(),
              entry.minor()),
          content);
    }

    public Member mode(int mode) {
      return with(entry.metadata().withMode(mode));
    }

    public Member owner(long uid, long gid) {
      return with(entry.metadata().withOwner(uid, gid));
    }

    public Member time(Instant time) {
      return with(entry.metadata().withModified(time));
    }

    public Member xattrs(Map<String, String> xattrs) {
      return with(entry.metadata().withXattrs(xattrs));
    }

    /** Announces another size than the content has. */
    public Member size(long size) {
      return new Member(
          new TarEntry(entry.name(), entry.type(), entry.metadata(), size, "", 0, 0), content);
    }
  }

  public FakeTar(List<Member> members) {
    this.members = members.iterator();
  }

  public FakeTar(Member... members) {
    this(List.of(members));
  }

  public static Member file(String name, String content) {
    return new Member(
        new TarEntry(name, TarEntry.Type.REGULAR, metadata(0644), content.length(), "", 0, 0),
        content);
  }

  public static Member directory(String name) {
    return member(name, TarEntry.Type.DIRECTORY, 0755, "", 0, 0);
  }

  public static Member symlink(String name, String target) {
    return member(name, TarEntry.Type.SYMLINK, 0777, target, 0, 0);
  }

  public static Member hardLink(String name, String target) {
    return member(name, TarEntry.Type.HARD_LINK, 0644, target, 0, 0);
  }

  public static Member device(String name, int major, int minor) {
    return member(name, TarEntry.Type.CHARACTER_DEVICE, 0600, "", major, minor);
  }

  public static Member fifo(String name) {
    return member(name, TarEntry.Type.FIFO, 0622, "", 0, 0);
  }

  private static Member member(
      String name, TarEntry.Type type, int mode, String target, int major, int minor) {
    return new Member(new TarEntry(name, type, metadata(mode), 0, target, major, minor), "");
  }

  private static FileMetadata metadata(int mode) {
    return FileMetadata.ofRoot(mode, TIME);
  }

  @Override
  public Optional<TarEntry> next() {
    if (!members.hasNext()) {
      return Optional.empty();
    }
    Member member = members.next();
    content = member.content;
    return Optional.of(member.entry);
  }

  @Override
  public InputStream content() {
    return new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() {}
}
