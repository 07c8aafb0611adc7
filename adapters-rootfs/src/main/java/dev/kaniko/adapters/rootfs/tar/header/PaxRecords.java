package dev.kaniko.adapters.rootfs.tar.header;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The records of an extended header. Keys and values are kept as bytes, one a char, because
 * attributes of files hold any bytes. Spec: POSIX, pax, "pax Extended Header".
 *
 * <p>Of a key that comes twice the last one counts; an empty value is as none, except for an
 * attribute of a file.
 */
public final class PaxRecords {
  public static final PaxRecords NONE = new PaxRecords(Map.of(), 0);

  public static final String SPARSE_MAP = "GNU.sparse.map";
  public static final String SPARSE_NAME = "GNU.sparse.name";
  public static final String SPARSE_OFFSET = "GNU.sparse.offset";
  public static final String SPARSE_LENGTH = "GNU.sparse.numbytes";
  public static final String SPARSE_SIZE = "GNU.sparse.size";
  public static final String SPARSE_REAL_SIZE = "GNU.sparse.realsize";
  public static final String SPARSE_MAJOR = "GNU.sparse.major";
  public static final String SPARSE_MINOR = "GNU.sparse.minor";

  /** As star, GNU tar and Go write attributes: the value is the attribute's bytes. */
  public static final String XATTR = "SCHILY.xattr.";

  /** As libarchive writes them: the name URL-encoded, the value in base 64. */
  private static final String LIBARCHIVE_XATTR = "LIBARCHIVE.xattr.";

  private final Map<String, String> values;
  private final long position;

  /**
   * @param position of the header in the tar, for messages
   */
  PaxRecords(Map<String, String> values, long position) {
    this.values = values;
    this.position = position;
  }

  public Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }

  /** A decimal number, which is never negative. */
  public OptionalLong number(String key) throws MalformedTar {
    Optional<String> value = value(key);
    return value.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(PaxNumber.parse(value.get(), key, position));
  }

  public Optional<Instant> time(String key) throws MalformedTar {
    Optional<String> value = value(key);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(PaxTime.parse(value.get(), key, position));
  }

  /** Every extended attribute; where both forms name the same one, star's counts. */
  SortedMap<String, String> xattrs() throws MalformedTar {
    SortedMap<String, String> xattrs = new TreeMap<>();
    for (Map.Entry<String, String> record : values.entrySet()) {
      String key = record.getKey();
      if (key.startsWith(LIBARCHIVE_XATTR)) {
        String name = percentDecoded(key.substring(LIBARCHIVE_XATTR.length()));
        xattrs.putIfAbsent(checkedName(name), base64Decoded(record.getValue(), name));
      } else if (key.startsWith(XATTR)) {
        xattrs.put(checkedName(key.substring(XATTR.length())), record.getValue());
      }
    }
    return xattrs;
  }

  private String checkedName(String name) throws MalformedTar {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new MalformedTar(position, "an extended attribute without a proper name");
    }
    return name;
  }

  private String base64Decoded(String value, String name) throws MalformedTar {
    try {
      return new String(Base64.getDecoder().decode(value.getBytes(ISO_8859_1)), ISO_8859_1);
    } catch (IllegalArgumentException e) {
      throw new MalformedTar(position, "the attribute " + name + " is not in base 64");
    }
  }

  /** As in URLs, but a plus sign is a plus sign. */
  private String percentDecoded(String name) throws MalformedTar {
    StringBuilder decoded = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) != '%') {
        decoded.append(name.charAt(i));
      } else if (i + 2 < name.length() && isHex(name.charAt(i + 1)) && isHex(name.charAt(i + 2))) {
        decoded.append((char) HexFormat.fromHexDigits(name, i + 1, i + 3));
        i += 2;
      } else {
        throw new MalformedTar(position, "the attribute's name " + name + " cannot be decoded");
      }
    }
    return decoded.toString();
  }

  private static boolean isHex(char c) {
    return HexFormat.isHexDigit(c);
  }
}
