package dev.kaniko.adapters.registry.upload;

import dev.kaniko.adapters.registry.client.RegistryConnection;
import dev.kaniko.adapters.registry.client.RegistryConnections;
import dev.kaniko.adapters.registry.client.RegistryRequest;
import dev.kaniko.adapters.registry.client.Repository;
import dev.kaniko.adapters.registry.http.Attempts;
import dev.kaniko.adapters.registry.http.HttpAnswer;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.adapters.registry.http.RequestBody;
import dev.kaniko.adapters.registry.http.RetryPolicy;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.ports.layer.Blob;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An upload in pieces. After every trouble the registry is asked how much it has, and the upload
 * goes on from there; where it has forgotten the upload, a new one starts.
 */
final class ChunkedUpload {
  private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");

  private final RegistryConnection connection;
  private final Repository repository;
  private final Descriptor descriptor;
  private final Blob blob;
  private final Purpose purpose;
  private final long piece;
  private final Attempts attempts;
  private long offset;
  private int failures;

  ChunkedUpload(
      RegistryConnections connections,
      Repository repository,
      Descriptor descriptor,
      Blob blob,
      Purpose purpose) {
    this.connection = connections.to(repository.registry(), Access.PUSH);
    this.repository = repository;
    this.descriptor = descriptor;
    this.blob = blob;
    this.purpose = purpose;
    this.piece = connections.tuning().chunk();
    this.attempts = connections.attempts();
  }

  void run(UploadProgress progress) throws IOException {
    UploadSession session = UploadSession.start(connection, repository, purpose);
    long highest = 0;
    while (offset < descriptor.size()) {
      boolean taken;
      try {
        taken = sendPiece(session);
      } catch (IOException e) {
        failures++;
        attempts.pauseAfter(failures, e);
        taken = false;
      }
      if (taken) {
        // Only what was never there before is progress; a registry could else keep us for ever.
        failures = offset > highest ? 0 : failures;
        highest = Math.max(highest, offset);
        progress.reached(offset);
      } else {
        session = resumed(session);
      }
    }
    try (HttpAnswer answer = connection.send(session.closing(descriptor.digest()))) {
      if (!answer.succeeded()) {
        throw connection.refused(purpose, answer);
      }
    }
  }

  /** False when the registry has to be asked how much it has. */
  private boolean sendPiece(UploadSession session) throws IOException {
    long length = Math.min(session.piece(piece), descriptor.size() - offset);
    RegistryRequest request =
        session
            .request("PATCH")
            .with("Content-Type", "application/octet-stream")
            .with("Content-Range", offset + "-" + (offset + length - 1))
            .withBody(
                new RequestBody.Streamed(new BlobPart(blob, offset, length), length, sent -> {}));
    try (HttpAnswer answer = connection.sendOnce(request)) {
      if (answer.succeeded()) {
        session.moveTo(answer);
        long end = end(answer).orElse(offset + length);
        if (end <= offset) {
          throw new IOException("the registry took nothing of a piece");
        }
        offset = end;
        return true;
      }
      failures++;
      boolean worthwhile =
          (RetryPolicy.isTransient(answer.status()) || isAboutState(answer.status()))
              && attempts.pauseAfter(failures, answer);
      if (!worthwhile) {
        throw connection.refused(purpose, answer);
      }
      return false;
    }
  }

  /** The registry's idea of the upload is not ours. */
  private static boolean isAboutState(int status) {
    return status == 404 || status == 416;
  }

  private UploadSession resumed(UploadSession session) throws IOException {
    try (HttpAnswer answer = connection.send(session.request("GET"))) {
      if (answer.succeeded()) {
        session.moveTo(answer);
        offset = end(answer).orElse(0);
        return session;
      }
    }
    offset = 0;
    return UploadSession.start(connection, repository, purpose);
  }

  /** How many bytes the registry has. Registries write {@code 0-0} for none. */
  private OptionalLong end(HttpAnswer answer) throws IOException {
    Matcher range = RANGE.matcher(answer.header("Range").orElse(""));
    if (!range.matches()) {
      return OptionalLong.empty();
    }
    long last = Long.parseLong(range.group(1));
    long count = last == 0 ? 0 : last + 1;
    if (count > descriptor.size()) {
      throw new IOException("the registry claims to have " + count + " bytes already");
    }
    return OptionalLong.of(count);
  }
}
