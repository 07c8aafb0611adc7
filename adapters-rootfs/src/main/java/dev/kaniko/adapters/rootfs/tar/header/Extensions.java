package dev.kaniko.adapters.rootfs.tar.header;

import java.util.Optional;

/**
 * What the headers before an entry's own say about it.
 *
 * @param pax of the last {@code x} header
 * @param longName of GNU's {@code L}; it counts before the extended header's, as Go has it
 * @param longLink of GNU's {@code K}, likewise
 */
public record Extensions(PaxRecords pax, Optional<String> longName, Optional<String> longLink) {
  public static final Extensions NONE =
      new Extensions(PaxRecords.NONE, Optional.empty(), Optional.empty());

  public Extensions withPax(PaxRecords newPax) {
    return new Extensions(newPax, longName, longLink);
  }

  public Extensions withLongName(String name) {
    return new Extensions(pax, Optional.of(name), longLink);
  }

  public Extensions withLongLink(String link) {
    return new Extensions(pax, longName, Optional.of(link));
  }

  String name(HeaderBlock header) {
    return longName
        .or(() -> pax.value(PaxRecords.SPARSE_NAME))
        .or(() -> pax.value("path"))
        .orElseGet(header::name);
  }

  String linkName(HeaderBlock header) {
    return longLink
        .or(() -> pax.value("linkpath"))
        .orElseGet(() -> header.text(HeaderField.LINK_NAME));
  }
}
