package dev.kaniko.adapters.rootfs.tar.stream;

import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.TarLimits;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.adapters.rootfs.tar.header.EntryDecoder;
import dev.kaniko.adapters.rootfs.tar.header.Extensions;
import dev.kaniko.adapters.rootfs.tar.header.HeaderBlock;
import dev.kaniko.adapters.rootfs.tar.header.HeaderField;
import dev.kaniko.adapters.rootfs.tar.header.PaxParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Reads tars of every kind that makers of images use: old ones, ustar, GNU, pax, star; sparse files
 * come out whole, with zeros.
 *
 * <p>Global extended headers are skipped, as containerd and Docker do: an image must not depend on
 * them. A tar may lack the blocks of zeros at its end, as theirs may. When {@link #next} has found
 * the end, all bytes of the stream were read, what follows the tar too.
 *
 * <p>This is not commons-compress's reader because that one keeps extended headers as UTF-8 text,
 * which destroys the bytes of {@code security.capability} and of names, and reads long names and
 * maps of any length into memory.
 */
public final class TarStreamReader implements TarReader {
  private final TarInput input;
  private final TarLimits limits;
  private final EntryDecoder decoder;
  private final byte[] block = new byte[HeaderBlock.SIZE];
  private EntryContent content;
  private long entries;
  private long contentBytes;
  private boolean atEnd;

  /**
   * @param tar uncompressed; closed with this reader
   */
  public TarStreamReader(InputStream tar, TarLimits limits) {
    this.input = new TarInput(tar);
    this.limits = limits;
    this.decoder = new EntryDecoder(limits);
    this.content = EntryContent.none(input);
  }

  /**
   * True when {@code stream} goes on with the header of an entry. Reads nothing from it.
   *
   * @param stream with marks
   */
  public static boolean isAtHeader(InputStream stream) throws IOException {
    stream.mark(HeaderBlock.SIZE);
    byte[] first = stream.readNBytes(HeaderBlock.SIZE);
    stream.reset();
    return first.length == HeaderBlock.SIZE && new HeaderBlock(first, 0).hasValidChecksum();
  }

  /**
   * {@inheritDoc}
   *
   * @throws MalformedTar when the tar is not one, is cut off, or goes beyond the limits
   */
  @Override
  public Optional<TarEntry> next() throws IOException {
    content.stored().finish();
    Extensions extensions = Extensions.NONE;
    while (!atEnd) {
      Optional<HeaderBlock> header = readHeader();
      if (header.isEmpty()) {
        end(extensions);
        break;
      }
      Optional<Extensions> extended = extend(extensions, header.get());
      if (extended.isEmpty()) {
        return Optional.of(entry(header.get(), extensions));
      }
      extensions = extended.get();
    }
    return Optional.empty();
  }

  @Override
  public InputStream content() {
    return content.stream();
  }

  /** Empty at the end: two blocks of zeros, or one or none and then nothing. */
  private Optional<HeaderBlock> readHeader() throws IOException {
    HeaderBlock header = new HeaderBlock(block, input.position());
    if (!input.readBlock(block)) {
      return Optional.empty();
    }
    if (!header.isZero()) {
      if (!header.hasValidChecksum()) {
        throw header.malformed(
            header.position() == 0
                ? "it does not begin with the header of a tar"
                : "the checksum of the header is wrong");
      }
      return Optional.of(header);
    }
    if (input.readBlock(block) && !header.isZero()) {
      throw header.malformed("one block of zeros where the end would have two");
    }
    return Optional.empty();
  }

  private void end(Extensions pending) throws IOException {
    if (!pending.equals(Extensions.NONE)) {
      throw new MalformedTar(input.position(), "an extended header without its entry at the end");
    }
    atEnd = true;
    content = EntryContent.none(input);
    input.drain();
  }

  /** Empty when the header is that of an entry. */
  private Optional<Extensions> extend(Extensions before, HeaderBlock header) throws IOException {
    return switch (header.type()) {
      case TarConstants.LF_PAX_EXTENDED_HEADER_LC ->
          Optional.of(
              before.withPax(new PaxParser(readExtension(header), header.position()).parse()));
      case TarConstants.LF_GNUTYPE_LONGNAME -> Optional.of(before.withLongName(longText(header)));
      case TarConstants.LF_GNUTYPE_LONGLINK -> Optional.of(before.withLongLink(longText(header)));
      case TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER -> {
        readExtension(header);
        yield Optional.of(before);
      }
      default -> Optional.empty();
    };
  }

  private byte[] readExtension(HeaderBlock header) throws IOException {
    long size = header.number(HeaderField.SIZE);
    if (size < 0 || size > limits.extensionBytes()) {
      throw header.malformed(
          "an extended header of "
              + size
              + " bytes, at most "
              + limits.extensionBytes()
              + " are read");
    }
    byte[] body = input.readExactly((int) size);
    input.skip(-size & (HeaderBlock.SIZE - 1));
    return body;
  }

  private String longText(HeaderBlock header) throws IOException {
    byte[] bytes = readExtension(header);
    return HeaderBlock.text(bytes, 0, bytes.length);
  }

  private TarEntry entry(HeaderBlock header, Extensions extensions) throws IOException {
    if (++entries > limits.entries()) {
      throw header.malformed("more than " + limits.entries() + " entries");
    }
    TarEntry entry = decoder.decode(header, extensions);
    content =
        entry.type() == TarEntry.Type.REGULAR
            ? EntryContent.open(input, header, extensions.pax(), limits)
            : EntryContent.none(input);
    if (content.size() > limits.contentBytes() - contentBytes) {
      throw header.malformed("more than " + limits.contentBytes() + " bytes of content");
    }
    contentBytes += content.size();
    return entry.withSize(content.size());
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
