package dev.kaniko.adapters.registry.upload;

import dev.kaniko.adapters.registry.auth.Scope;
import dev.kaniko.adapters.registry.client.RegistryConnection;
import dev.kaniko.adapters.registry.client.RegistryConnections;
import dev.kaniko.adapters.registry.client.RegistryRequest;
import dev.kaniko.adapters.registry.client.Repository;
import dev.kaniko.adapters.registry.http.HttpAnswer;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.adapters.registry.http.RegistryFailures;
import dev.kaniko.adapters.registry.http.RequestBody;
import dev.kaniko.adapters.registry.http.RetryPolicy;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.layer.Blob;
import dev.kaniko.ports.listener.BuildListener.Transfer;
import dev.kaniko.ports.listener.BuildListener.TransferKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Brings one blob to a repository by the cheapest way that works: it is there already; another
 * repository of the registry lends it; one request with all of it; pieces, of which only the broken
 * one is sent again.
 */
final class BlobUpload {
  private final RegistryConnections connections;
  private final RegistryConnection connection;
  private final Repository repository;
  private final Descriptor descriptor;
  private final Blob blob;
  private final Purpose purpose;

  BlobUpload(
      RegistryConnections connections, Repository repository, Descriptor descriptor, Blob blob) {
    this.connections = connections;
    this.connection = connections.to(repository.registry(), Access.PUSH);
    this.repository = repository;
    this.descriptor = descriptor;
    this.blob = blob;
    this.purpose = repository.purpose("push the blob " + descriptor.digest());
  }

  /**
   * @param lender a repository of the same registry that has the blob
   */
  void run(Optional<Repository> lender) {
    try {
      if (isThere()) {
        connections.listener().debug(descriptor.digest() + " exists in " + repository);
        return;
      }
      Optional<UploadSession> session = lender.isEmpty() ? start() : mountFrom(lender.get());
      if (session.isPresent()) {
        send(session.get());
      }
    } catch (IOException e) {
      throw RegistryFailures.unreachable(purpose, e);
    }
  }

  private boolean isThere() throws IOException {
    RegistryRequest request =
        new RegistryRequest(
            "HEAD",
            repository.path("blobs/" + descriptor.digest()),
            repository.scope(Access.PUSH),
            purpose);
    try (HttpAnswer answer = connection.send(request)) {
      if (answer.status() == 401 || answer.status() == 403) {
        throw connection.refused(purpose, answer);
      }
      String length = answer.header("Content-Length").orElse("");
      return answer.succeeded()
          && (length.isEmpty() || length.equals(Long.toString(descriptor.size())));
    }
  }

  private Optional<UploadSession> start() {
    return Optional.of(UploadSession.start(connection, repository, purpose));
  }

  /** Empty when the blob has been lent; otherwise the upload that the registry has opened. */
  private Optional<UploadSession> mountFrom(Repository lender) throws IOException {
    String location =
        repository.path("blobs/uploads/")
            + "?mount="
            + UploadSession.encoded(descriptor.digest().toString())
            + "&from="
            + UploadSession.encoded(lender.path());
    List<Scope> scopes = List.of(repository.scope(Access.PUSH), lender.scope(Access.PULL));
    RegistryRequest request =
        new RegistryRequest("POST", location, scopes.getFirst(), purpose).withScopes(scopes);
    try (HttpAnswer answer = connection.send(request)) {
      if (answer.status() == 201) {
        connections.listener().debug(descriptor.digest() + " mounted from " + lender);
        return Optional.empty();
      }
      if (answer.status() == 202) {
        return Optional.of(UploadSession.of(connection, repository, purpose, answer));
      }
      noteNoMount(lender, "status " + answer.status());
    } catch (RegistryFailure e) {
      noteNoMount(lender, e.getMessage());
    }
    return start();
  }

  /** Lending is a favour: without it the blob is uploaded, and that tells what is really wrong. */
  private void noteNoMount(Repository lender, String reason) {
    connections
        .listener()
        .debug(descriptor.digest() + " cannot be mounted from " + lender + ": " + reason);
  }

  private void send(UploadSession session) throws IOException {
    boolean layer = MediaTypes.compressionOf(descriptor.mediaType()).isPresent();
    String what = (layer ? "layer " : "config ") + descriptor.digest() + " to " + repository;
    try (Transfer transfer =
        connections
            .listener()
            .transferStarted(TransferKind.UPLOAD, what, OptionalLong.of(descriptor.size()))) {
      UploadProgress progress = new UploadProgress(transfer);
      if (!sentAtOnce(session, progress)) {
        new ChunkedUpload(connections, repository, descriptor, blob, purpose).run(progress);
      }
    }
  }

  /** False when the blob may yet be sent in pieces. */
  private boolean sentAtOnce(UploadSession session, UploadProgress progress) throws IOException {
    RegistryRequest request =
        session
            .closing(descriptor.digest())
            .with("Content-Type", "application/octet-stream")
            .withBody(
                new RequestBody.Streamed(
                    new BlobPart(blob, 0, descriptor.size()),
                    descriptor.size(),
                    progress::reached));
    try (HttpAnswer answer = connection.sendOnce(request)) {
      if (answer.succeeded()) {
        return true;
      }
      boolean worthwhile =
          RetryPolicy.isTransient(answer.status())
              ? connections.attempts().pauseAfter(1, answer)
              : mayBeAboutSize(answer.status());
      if (!worthwhile) {
        throw connection.refused(purpose, answer);
      }
    } catch (IOException e) {
      connections.attempts().pauseAfter(1, e);
    }
    return false;
  }

  /** What registries and the proxies before them say of a request that is too long for them. */
  private static boolean mayBeAboutSize(int status) {
    return status == 400 || status == 404 || status == 413 || status == 416;
  }
}
