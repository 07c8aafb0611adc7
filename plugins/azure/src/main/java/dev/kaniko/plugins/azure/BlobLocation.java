package dev.kaniko.plugins.azure;

import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A blob, as {@code https://ACCOUNT.blob.core.windows.net/CONTAINER/BLOB} names it.
 *
 * @param uri with all that the user has written, which may be a signature
 */
record BlobLocation(URI uri, AzureCloud cloud) {
  private static final Pattern SIGNATURE = Pattern.compile("(^|&)sig=");
  private static final Pattern PATH = Pattern.compile("/[^/]+/.*[^/]");

  /** Whether a location is one in Azure's storage, by its host, maybe with a mistake behind it. */
  static boolean isOne(String location) {
    return host(location).flatMap(AzureCloud::ofBlobs).isPresent();
  }

  /** Of the text, as one with a mistake in it is no URI; empty for any with a user before it. */
  private static Optional<String> host(String location) {
    String lower = location.toLowerCase(Locale.ROOT);
    return lower.startsWith("https://")
        ? Optional.of(
            lower
                .substring("https://".length())
                .replaceFirst("[/?#].*", "")
                .replaceFirst(":\\d+$", ""))
        : Optional.empty();
  }

  static BlobLocation parse(ContextRequest request) throws ContextNotAvailable {
    URI uri;
    try {
      uri = URI.create(request.location());
    } catch (IllegalArgumentException e) {
      // Without the cause, whose message has all of the location in it.
      throw new ContextNotAvailable(
          "the build context " + request.shownLocation() + " is no location",
          "write blanks and the like as %20");
    }
    if (uri.getRawPath() == null || !PATH.matcher(uri.getRawPath()).matches()) {
      throw new ContextNotAvailable(
          "the build context " + request.shownLocation() + " names no blob",
          "write https://ACCOUNT.blob.core.windows.net/CONTAINER/BLOB");
    }
    AzureCloud cloud = host(request.location()).flatMap(AzureCloud::ofBlobs).orElseThrow();
    return new BlobLocation(uri, cloud);
  }

  /** Of the storage, which is the first label of its host. */
  String account() {
    String host = uri.getHost();
    return host.substring(0, host.indexOf('.')).toLowerCase(Locale.ROOT);
  }

  /** Whether the location itself opens the blob (a shared access signature). */
  boolean isSigned() {
    return uri.getRawQuery() != null && SIGNATURE.matcher(uri.getRawQuery()).find();
  }

  /** As it may be shown. */
  @Override
  public String toString() {
    return ContextRequest.shown(uri.toString());
  }
}
