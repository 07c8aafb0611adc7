package dev.kaniko.plugins.azure;

import java.util.Optional;
import java.util.SortedMap;

/** Who asks for a blob. */
interface BlobAccess {

  /** What the location says, or nobody: there is nothing to add. */
  BlobAccess BY_LOCATION = (_, _) -> Optional.empty();

  /**
   * The Authorization of a GET.
   *
   * @param headers of the request, by their names in lower case
   */
  Optional<String> authorization(BlobLocation blob, SortedMap<String, String> headers);

  /** A token of an account. */
  static BlobAccess bearer(String token) {
    return (_, _) -> Optional.of("Bearer " + token);
  }
}
