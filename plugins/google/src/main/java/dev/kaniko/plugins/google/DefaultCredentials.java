package dev.kaniko.plugins.google;

import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Application Default Credentials: the file that GOOGLE_APPLICATION_CREDENTIALS names, that of the
 * program gcloud, or the machine's or pod's own account at the metadata server.
 *
 * @see <a href="https://cloud.google.com/docs/authentication/application-default-credentials">how
 *     they are found</a>
 */
final class DefaultCredentials {
  static final String FILE = "GOOGLE_APPLICATION_CREDENTIALS";
  static final String SOURCE = "Google's application default credentials";

  private static final String NONE = "default credentials were not found";

  private DefaultCredentials() {}

  /**
   * Empty when there are none.
   *
   * @throws IOException when a file was named that holds none
   */
  static Optional<GoogleCredentials> find(Map<String, String> environment, String scope)
      throws IOException {
    String file = environment.getOrDefault(FILE, "");
    if (!file.isEmpty()) {
      return Optional.of(read(Path.of(file)).createScoped(scope));
    }
    try {
      return Optional.of(GoogleCredentials.getApplicationDefault().createScoped(scope));
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains(NONE)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static GoogleCredentials read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(FILE + " names " + file + ", which cannot be read");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return GoogleCredentials.fromStream(in);
    } catch (IOException | IllegalArgumentException e) {
      // Without the cause: a parser's message repeats what it could not read.
      throw new IOException(FILE + " names " + file + ", which holds no credentials of Google's");
    }
  }
}
