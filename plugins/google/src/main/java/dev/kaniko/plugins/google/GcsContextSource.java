package dev.kaniko.plugins.google;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.ContextSource;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** An archive in Google Cloud Storage: {@code gs://BUCKET/OBJECT}. */
@Extension
public final class GcsContextSource implements ContextSource {
  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";

  /** Where the service is, if not at Google's: as all of Google's clients are told. */
  private static final String EMULATOR = "STORAGE_EMULATOR_HOST";

  private final Map<String, String> environment;
  private final RetrySettings patience;

  public GcsContextSource(Map<String, String> environment) {
    this(environment, StorageOptions.getDefaultRetrySettings());
  }

  GcsContextSource(Map<String, String> environment, RetrySettings patience) {
    this.environment = Map.copyOf(environment);
    this.patience = patience;
  }

  @Override
  public boolean serves(String location) {
    return location.toLowerCase(Locale.ROOT).startsWith(GcsObject.SCHEME);
  }

  @Override
  public ContextContent fetch(ContextRequest request) throws IOException, ContextNotAvailable {
    GcsObject object = GcsObject.parse(request.location());
    Storage storage = storage(object);
    GcsStream stream = new GcsStream(storage, object, request.progress());
    try {
      stream.requireFirstBytes();
      return new ContextContent.Archive(stream);
    } catch (StorageException e) {
      stream.close();
      throw explained(object, e);
    }
  }

  private Storage storage(GcsObject object) throws ContextNotAvailable {
    StorageOptions.Builder options =
        StorageOptions.http()
            .setCredentials(credentials(object))
            .setRetrySettings(patience)
            // It is asked for where it is not known, from a server that may not be there; reading
            // an object does not need it.
            .setProjectId("unknown");
    emulator().ifPresent(options::setHost);
    return options.build().getService();
  }

  private Optional<String> emulator() {
    return Optional.ofNullable(environment.get(EMULATOR))
        .filter(host -> !host.isEmpty())
        .map(host -> host.contains("://") ? host : "http://" + host);
  }

  private Credentials credentials(GcsObject object) throws ContextNotAvailable {
    try {
      if (emulator().isPresent() && !environment.containsKey(DefaultCredentials.FILE)) {
        return NoCredentials.getInstance();
      }
      Optional<GoogleCredentials> found = DefaultCredentials.find(environment, SCOPE);
      if (found.isPresent()) {
        return found.get();
      }
    } catch (IOException e) {
      throw new ContextNotAvailable(object + ": " + e.getMessage());
    }
    throw new ContextNotAvailable(
        object + " needs Google's application default credentials, and there are none",
        "set " + DefaultCredentials.FILE + " to a key file, or give the pod a service account");
  }

  /** The service's own words, and what they mean for the user where that is known. */
  private static IOException explained(GcsObject object, StorageException e)
      throws ContextNotAvailable {
    String message = object + ": " + e.getMessage();
    Optional<String> hint =
        switch (e.getCode()) {
          case 404 -> Optional.of("see that bucket and object are there");
          case 401 -> Optional.of("the credentials are not, or no longer, valid");
          case 403 -> Optional.of("give the account the role Storage Object Viewer for the bucket");
          default -> Optional.empty();
        };
    if (hint.isPresent()) {
      throw new ContextNotAvailable(message, hint.get());
    }
    return new IOException(message, e);
  }
}
