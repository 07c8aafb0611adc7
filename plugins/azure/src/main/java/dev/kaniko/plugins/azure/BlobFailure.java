package dev.kaniko.plugins.azure;

import dev.kaniko.ports.context.ContextNotAvailable;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;

/** Says why the storage did not give a blob. */
final class BlobFailure {
  private static final Pattern CODE = Pattern.compile("[A-Za-z]{1,80}");

  private BlobFailure() {}

  /**
   * For an answer that is none of those hoped for; what may pass is given back, as a failure to be
   * tried again.
   *
   * @throws ContextNotAvailable when the user has to change something
   */
  static IOException of(BlobLocation blob, BlobAccess access, HttpResponse<?> response)
      throws ContextNotAvailable {
    int status = response.statusCode();
    String code =
        response
            .headers()
            .firstValue("x-ms-error-code")
            .filter(it -> CODE.matcher(it).matches())
            .map(it -> " (" + it + ")")
            .orElse("");
    String answer = blob + ": the storage answers " + status + code;
    if (status == 429 || status >= 500) {
      return new IOException("the storage answers " + status + code);
    }
    throw switch (status) {
      case 404 ->
          new ContextNotAvailable(
              answer, "see that container and blob are there; " + who(blob, access));
      case 400, 401, 403, 409 -> new ContextNotAvailable(answer, who(blob, access));
      case 412 -> new ContextNotAvailable(blob + " was changed while it was read");
      default -> new ContextNotAvailable(answer);
    };
  }

  private static String who(BlobLocation blob, BlobAccess access) {
    if (access instanceof SharedKey) {
      return "the request was signed with " + SharedKey.VARIABLE + ": is it this account's key?";
    }
    if (blob.isSigned()) {
      return "the location has a signature (SAS): has it expired, and does it allow reading?";
    }
    return access.equals(BlobAccess.BY_LOCATION)
        ? "nobody was asked for: set "
            + SharedKey.VARIABLE
            + ", use a location with a signature (SAS), or give the pod an identity"
        : "the account needs the role Storage Blob Data Reader";
  }
}
