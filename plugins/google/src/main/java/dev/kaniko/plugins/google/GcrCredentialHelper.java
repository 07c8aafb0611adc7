package dev.kaniko.plugins.google;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Container Registry and Artifact Registry: an access token of the application default credentials,
 * as a password.
 *
 * @see <a href="https://cloud.google.com/artifact-registry/docs/docker/authentication#token">access
 *     tokens</a>
 */
@Extension
public final class GcrCredentialHelper implements CredentialHelper {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String USER = "oauth2accesstoken";

  private final Map<String, String> environment;
  private Optional<GoogleCredentials> credentials;
  private AccessToken given;

  public GcrCredentialHelper(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public synchronized Optional<Credential> credentialFor(String registry, String repository)
      throws IOException {
    if (credentials == null) {
      credentials = DefaultCredentials.find(environment, SCOPE);
    }
    // None is no mistake: anybody may pull public images.
    return credentials.isPresent() ? token(credentials.get()) : Optional.empty();
  }

  private Optional<Credential> token(GoogleCredentials found) throws IOException {
    try {
      found.refreshIfExpired();
      if (found.getAccessToken().equals(given)) {
        // Whoever asks twice for one registry had it rejected; another registry may share a token,
        // but then a new one does no harm.
        found.refresh();
      }
      given = found.getAccessToken();
      return Optional.of(new Credential.UserPassword(USER, given.getTokenValue()));
    } catch (IOException e) {
      if (found instanceof ComputeEngineCredentials
          && String.valueOf(e.getMessage()).contains("404")) {
        // A machine of Google's that was given no account.
        return Optional.empty();
      }
      throw new IOException("no access token: " + e.getMessage(), e);
    }
  }

  @Override
  public String source() {
    return DefaultCredentials.SOURCE;
  }
}
