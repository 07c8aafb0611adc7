package dev.kaniko.adapters.rootfs.tar.header;

import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.TarLimits;
import dev.kaniko.domain.filesystem.FileMetadata;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Puts one entry together from its header and the extensions before it. */
public final class EntryDecoder {
  private static final int PERMISSIONS = 07777;

  /** As many as Linux has bits for. */
  private static final int LARGEST_MAJOR = 0xfff;

  private static final int LARGEST_MINOR = 0xf_ffff;

  private final TarLimits limits;

  public EntryDecoder(TarLimits limits) {
    this.limits = limits;
  }

  public TarEntry decode(HeaderBlock header, Extensions extensions) throws MalformedTar {
    String name = extensions.name(header);
    checkName(name, "name", header);
    TarEntry.Type type = type(header, name);
    boolean device =
        switch (type) {
          case CHARACTER_DEVICE, BLOCK_DEVICE -> true;
          case REGULAR, DIRECTORY, SYMLINK, HARD_LINK, FIFO -> false;
        };
    return new TarEntry(
        name,
        type,
        metadata(header, extensions.pax()),
        0,
        linkName(type, header, extensions),
        device ? device(header, HeaderField.DEVICE_MAJOR, LARGEST_MAJOR) : 0,
        device ? device(header, HeaderField.DEVICE_MINOR, LARGEST_MINOR) : 0);
  }

  private void checkName(String name, String what, HeaderBlock header) throws MalformedTar {
    if (name.isEmpty()) {
      throw header.malformed("an entry without a " + what);
    }
    if (name.length() > limits.nameBytes()) {
      throw header.malformed(
          "a "
              + what
              + " of "
              + name.length()
              + " bytes, at most "
              + limits.nameBytes()
              + " are read");
    }
  }

  private static TarEntry.Type type(HeaderBlock header, String name) throws MalformedTar {
    return switch (header.type()) {
      // Tars older than ustar know directories by their names alone.
      case TarConstants.LF_OLDNORM ->
          name.endsWith("/") ? TarEntry.Type.DIRECTORY : TarEntry.Type.REGULAR;
      case TarConstants.LF_NORMAL, TarConstants.LF_CONTIG, TarConstants.LF_GNUTYPE_SPARSE ->
          TarEntry.Type.REGULAR;
      case TarConstants.LF_LINK -> TarEntry.Type.HARD_LINK;
      case TarConstants.LF_SYMLINK -> TarEntry.Type.SYMLINK;
      case TarConstants.LF_CHR -> TarEntry.Type.CHARACTER_DEVICE;
      case TarConstants.LF_BLK -> TarEntry.Type.BLOCK_DEVICE;
      case TarConstants.LF_DIR -> TarEntry.Type.DIRECTORY;
      case TarConstants.LF_FIFO -> TarEntry.Type.FIFO;
      default ->
          throw header.malformed(
              "an entry of the unknown type " + (header.type() & 0xff) + ": " + name);
    };
  }

  private String linkName(TarEntry.Type type, HeaderBlock header, Extensions extensions)
      throws MalformedTar {
    return switch (type) {
      case SYMLINK, HARD_LINK -> {
        String target = extensions.linkName(header);
        checkName(target, "link's target", header);
        yield target;
      }
      case REGULAR, DIRECTORY, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> "";
    };
  }

  private static FileMetadata metadata(HeaderBlock header, PaxRecords pax) throws MalformedTar {
    Optional<Instant> time = pax.time("mtime");
    return new FileMetadata(
        (int) (header.number(HeaderField.MODE) & PERMISSIONS),
        owner(header, HeaderField.UID, pax.number("uid")),
        owner(header, HeaderField.GID, pax.number("gid")),
        time.isPresent() ? time.get() : PaxTime.of(header.number(HeaderField.MTIME), 0),
        pax.xattrs());
  }

  private static long owner(HeaderBlock header, HeaderField field, OptionalLong pax)
      throws MalformedTar {
    long id = pax.isPresent() ? pax.getAsLong() : header.number(field);
    if (id < 0 || id > FileMetadata.LARGEST_ID) {
      throw header.malformed("the " + field + " " + id + " that no file can have");
    }
    return id;
  }

  private static int device(HeaderBlock header, HeaderField field, int largest)
      throws MalformedTar {
    long number = header.number(field);
    if (number < 0 || number > largest) {
      throw header.malformed("the " + field + " " + number + " that no device can have");
    }
    return (int) number;
  }
}
