package dev.kaniko.plugins.azure;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.ContextSource;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * An archive in Azure's blob storage. A signature in the location opens it, or the account's key in
 * AZURE_STORAGE_ACCESS_KEY, or the builder's own identity; without any of them it is asked for as
 * anybody may.
 */
@Extension
public final class AzureBlobContextSource implements ContextSource {
  /** A header for any HTTPS location, which the executor's own source knows how to send. */
  private static final String HEADER = "KANIKO_CONTEXT_HEADER";

  private static final String RESOURCE = "https://storage.azure.com/";

  private final AzureAccount account;

  public AzureBlobContextSource(Map<String, String> environment) {
    this.account = new AzureAccount(environment);
  }

  @Override
  public boolean serves(String location) {
    return BlobLocation.isOne(location) && account.variable(HEADER).isEmpty();
  }

  @Override
  public ContextContent fetch(ContextRequest request) throws IOException, ContextNotAvailable {
    BlobLocation blob = BlobLocation.parse(request);
    BlobClient client = new BlobClient(blob, access(blob));
    return new ContextContent.Archive(BlobStream.open(client, request.progress()));
  }

  private BlobAccess access(BlobLocation blob) throws IOException, ContextNotAvailable {
    if (blob.isSigned()) {
      return BlobAccess.BY_LOCATION;
    }
    Optional<String> key = account.variable(SharedKey.VARIABLE);
    if (key.isPresent()) {
      return SharedKey.parse(key.get());
    }
    return account
        .token(blob.cloud(), RESOURCE)
        .map(BlobAccess::bearer)
        .orElse(BlobAccess.BY_LOCATION);
  }
}
