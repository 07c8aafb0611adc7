package dev.kaniko.plugins.azure;

import dev.kaniko.ports.context.ContextNotAvailable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a storage account. It is never sent: requests are signed with it.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key">Authorize
 *     with Shared Key</a>
 */
final class SharedKey implements BlobAccess {
  static final String VARIABLE = "AZURE_STORAGE_ACCESS_KEY";

  private static final String ALGORITHM = "HmacSHA256";

  /** In the order of the specification; those that a GET of a blob does not have stay empty. */
  private static final List<String> SIGNED_HEADERS =
      List.of(
          "content-encoding",
          "content-language",
          "content-length",
          "content-md5",
          "content-type",
          "date",
          "if-modified-since",
          "if-match",
          "if-none-match",
          "if-unmodified-since",
          "range");

  private final SecretKeySpec key;

  private SharedKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * @param text the key in base64, as Azure's portal shows it
   */
  static SharedKey parse(String text) throws ContextNotAvailable {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.strip());
      if (bytes.length > 0) {
        return new SharedKey(bytes);
      }
    } catch (IllegalArgumentException e) {
      // Without the cause, whose message repeats a part of the key.
    }
    throw new ContextNotAvailable(
        VARIABLE + " is no key: it is not in base64",
        "copy the storage account's key as Azure shows it");
  }

  @Override
  public Optional<String> authorization(BlobLocation blob, SortedMap<String, String> headers) {
    StringBuilder text = new StringBuilder("GET\n");
    SIGNED_HEADERS.forEach(name -> text.append(headers.getOrDefault(name, "")).append('\n'));
    headers.forEach(
        (name, value) -> {
          if (name.startsWith("x-ms-")) {
            text.append(name).append(':').append(value).append('\n');
          }
        });
    text.append('/').append(blob.account()).append(blob.uri().getRawPath());
    parameters(blob.uri().getRawQuery())
        .forEach((name, values) -> text.append('\n').append(name).append(':').append(values));
    return Optional.of("SharedKey " + blob.account() + ":" + signature(text.toString()));
  }

  /** Decoded, by name; several values of one name are sorted and joined. */
  private static SortedMap<String, String> parameters(String query) {
    return List.of(query == null ? new String[0] : query.split("&")).stream()
        .filter(pair -> !pair.isEmpty())
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.groupingBy(
                pair -> decoded(pair[0]).toLowerCase(Locale.ROOT),
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(),
                    pairs ->
                        pairs.stream()
                            .map(pair -> pair.length < 2 ? "" : decoded(pair[1]))
                            .sorted()
                            .collect(Collectors.joining(",")))));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private String signature(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return VARIABLE;
  }
}
