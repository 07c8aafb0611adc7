package dev.kaniko.adapters.rootfs.tar.stream;

import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import dev.kaniko.adapters.rootfs.tar.TarLimits;
import dev.kaniko.adapters.rootfs.tar.header.HeaderBlock;
import dev.kaniko.adapters.rootfs.tar.header.HeaderField;
import dev.kaniko.adapters.rootfs.tar.header.PaxRecords;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The content of one entry.
 *
 * @param stored what the tar holds, with the padding after it
 * @param stream what the file holds
 * @param size of {@code stream}; larger than what is stored when the file is sparse
 */
record EntryContent(StoredContent stored, InputStream stream, long size) {

  /** How a sparse file tells where its pieces belong. */
  private enum SparseForm {
    NOT_SPARSE,
    GNU_HEADER,
    PAX_LIST,
    BEFORE_CONTENT
  }

  /** For entries without content: links may carry the size of their target, but nothing follows. */
  static EntryContent none(TarInput input) {
    StoredContent nothing = new StoredContent(input, 0);
    return new EntryContent(nothing, nothing, 0);
  }

  /** For a regular file, whose header was read last. */
  static EntryContent open(TarInput input, HeaderBlock header, PaxRecords pax, TarLimits limits)
      throws IOException {
    OptionalLong paxSize = pax.number("size");
    long size = paxSize.isPresent() ? paxSize.getAsLong() : header.number(HeaderField.SIZE);
    if (size < 0) {
      throw header.malformed("a file of negative size");
    }
    return switch (sparseForm(header, pax)) {
      case NOT_SPARSE -> {
        StoredContent stored = new StoredContent(input, size);
        yield new EntryContent(stored, stored, size);
      }
      case GNU_HEADER -> {
        SparseMap map = SparseMap.ofGnuHeader(header, input, limits);
        yield sparse(new StoredContent(input, size), map, header);
      }
      case PAX_LIST -> {
        String list = pax.value(PaxRecords.SPARSE_MAP).orElse("");
        SparseMap map = SparseMap.ofPaxList(list, realSize(pax, header), header.position());
        yield sparse(new StoredContent(input, size), map, header);
      }
      case BEFORE_CONTENT -> {
        StoredContent stored = new StoredContent(input, size);
        long realSize = realSize(pax, header);
        yield sparse(
            stored, SparseMap.ofContent(stored, realSize, limits, header.position()), header);
      }
    };
  }

  private static SparseForm sparseForm(HeaderBlock header, PaxRecords pax) throws MalformedTar {
    if (header.type() == TarConstants.LF_GNUTYPE_SPARSE) {
      return SparseForm.GNU_HEADER;
    }
    String version =
        pax.value(PaxRecords.SPARSE_MAJOR).orElse("")
            + "."
            + pax.value(PaxRecords.SPARSE_MINOR).orElse("");
    return switch (version) {
      case "0.0", "0.1" -> SparseForm.PAX_LIST;
      case "1.0" -> SparseForm.BEFORE_CONTENT;
      // The first two versions did not say which they are.
      case "." ->
          pax.value(PaxRecords.SPARSE_MAP).isPresent()
              ? SparseForm.PAX_LIST
              : SparseForm.NOT_SPARSE;
      default -> throw header.malformed("a sparse file of the unknown version " + version);
    };
  }

  private static long realSize(PaxRecords pax, HeaderBlock header) throws MalformedTar {
    OptionalLong size = pax.number(PaxRecords.SPARSE_SIZE);
    OptionalLong realSize = size.isPresent() ? size : pax.number(PaxRecords.SPARSE_REAL_SIZE);
    if (realSize.isEmpty()) {
      throw header.malformed("a sparse file without its size");
    }
    return realSize.getAsLong();
  }

  private static EntryContent sparse(StoredContent stored, SparseMap map, HeaderBlock header)
      throws MalformedTar {
    if (map.realSize() < 0 || map.storedSize() != stored.left()) {
      throw header.malformed("the map of a sparse file does not fit what is stored");
    }
    return new EntryContent(stored, new SparseContent(stored, map), map.realSize());
  }
}
