package dev.kaniko.adapters.rootfs.tar.header;

import dev.kaniko.adapters.rootfs.tar.TarEntry;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes headers: ustar, with an extended header before it for what ustar cannot hold, and only
 * then. Times are written in whole seconds, owners by number alone. Not for several threads.
 */
public final class HeaderEncoder {
  /** Go's tar reader, and so every container engine, takes no more. */
  private static final int LARGEST_EXTENSION = 1 << 20;

  private static final byte[] PADDING = new byte[HeaderBlock.SIZE];

  private final OutputStream out;
  private final BlockBuilder entryBlock = new BlockBuilder();
  private final BlockBuilder extensionBlock = new BlockBuilder();

  public HeaderEncoder(OutputStream out) {
    this.out = out;
  }

  /**
   * @throws IllegalArgumentException when not even an extended header can hold the entry
   */
  public void write(TarEntry entry) throws IOException {
    PaxBuilder pax = new PaxBuilder();
    entry.metadata().xattrs().forEach((name, value) -> pax.add(PaxRecords.XATTR + name, value));
    entryBlock.clear();
    putName(entry.name(), pax);
    putLinkName(entry.linkName(), pax);
    putNumber(HeaderField.UID, entry.metadata().uid(), "uid", pax);
    putNumber(HeaderField.GID, entry.metadata().gid(), "gid", pax);
    putNumber(HeaderField.SIZE, entry.size(), "size", pax);
    putNumber(HeaderField.MTIME, entry.metadata().modified().getEpochSecond(), "mtime", pax);
    putNumber(HeaderField.MODE, entry.metadata().mode());
    putNumber(HeaderField.DEVICE_MAJOR, entry.major());
    putNumber(HeaderField.DEVICE_MINOR, entry.minor());
    entryBlock.type(type(entry.type()));
    if (!pax.isEmpty()) {
      writeExtension(pax.toBytes());
    }
    out.write(entryBlock.finish());
  }

  /** Long names are split at a slash where that is enough; readers put them together again. */
  private void putName(String name, PaxBuilder pax) {
    int split = isAscii(name) ? split(name) : -1;
    if (split == 0) {
      entryBlock.put(HeaderField.NAME, name);
    } else if (split > 0) {
      entryBlock.put(HeaderField.PREFIX, name.substring(0, split));
      entryBlock.put(HeaderField.NAME, name.substring(split + 1));
    } else {
      entryBlock.put(HeaderField.NAME, name);
      pax.add("path", name);
    }
  }

  /**
   * @return the index of the slash to split at; 0 when there is no need to, negative when it cannot
   *     be done
   */
  private static int split(String name) {
    if (name.length() <= HeaderField.NAME.length) {
      return 0;
    }
    // The last slash may be that of a directory: what follows the split must not be empty.
    int slash = name.lastIndexOf('/', Math.min(HeaderField.PREFIX.length, name.length() - 2));
    boolean fits = slash > 0 && name.length() - slash - 1 <= HeaderField.NAME.length;
    return fits ? slash : -1;
  }

  private void putLinkName(String linkName, PaxBuilder pax) {
    entryBlock.put(HeaderField.LINK_NAME, linkName);
    if (!isAscii(linkName) || linkName.length() > HeaderField.LINK_NAME.length) {
      pax.add("linkpath", linkName);
    }
  }

  private static boolean isAscii(String bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      if (bytes.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private void putNumber(HeaderField field, long number, String key, PaxBuilder pax) {
    if (BlockBuilder.fits(field, number)) {
      entryBlock.put(field, number);
    } else {
      pax.add(key, Long.toString(number));
    }
  }

  private void putNumber(HeaderField field, long number) {
    if (!BlockBuilder.fits(field, number)) {
      throw new IllegalArgumentException(
          "the " + field + " " + number + " does not fit into a tar");
    }
    entryBlock.put(field, number);
  }

  private static byte type(TarEntry.Type type) {
    return switch (type) {
      case REGULAR -> TarConstants.LF_NORMAL;
      case DIRECTORY -> TarConstants.LF_DIR;
      case SYMLINK -> TarConstants.LF_SYMLINK;
      case HARD_LINK -> TarConstants.LF_LINK;
      case CHARACTER_DEVICE -> TarConstants.LF_CHR;
      case BLOCK_DEVICE -> TarConstants.LF_BLK;
      case FIFO -> TarConstants.LF_FIFO;
    };
  }

  private void writeExtension(byte[] body) throws IOException {
    if (body.length > LARGEST_EXTENSION) {
      throw new IllegalArgumentException(
          "names and attributes of "
              + body.length
              + " bytes, at most "
              + LARGEST_EXTENSION
              + " fit");
    }
    extensionBlock.clear();
    extensionBlock.put(HeaderField.NAME, "PaxHeaders.0");
    extensionBlock.put(HeaderField.SIZE, body.length);
    extensionBlock.type(TarConstants.LF_PAX_EXTENDED_HEADER_LC);
    out.write(extensionBlock.finish());
    out.write(body);
    out.write(PADDING, 0, -body.length & (HeaderBlock.SIZE - 1));
  }
}
