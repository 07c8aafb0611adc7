package dev.kaniko.adapters.registry.upload;

import dev.kaniko.adapters.registry.client.RegistryConnection;
import dev.kaniko.adapters.registry.client.RegistryRequest;
import dev.kaniko.adapters.registry.client.Repository;
import dev.kaniko.adapters.registry.http.HttpAnswer;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.adapters.registry.http.RegistryFailures;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.domain.image.Digest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Uploads as a registry knows them: opened, written to at a place that the registry names anew with
 * every answer, closed with a digest. Spec: distribution-spec, "Pushing blobs".
 */
final class UploadSession {
  private final RegistryConnection connection;
  private final Repository repository;
  private final Purpose purpose;
  private String location = "";
  private long leastPiece;

  private UploadSession(RegistryConnection connection, Repository repository, Purpose purpose) {
    this.connection = connection;
    this.repository = repository;
    this.purpose = purpose;
  }

  /** Opens an upload. */
  static UploadSession start(
      RegistryConnection connection, Repository repository, Purpose purpose) {
    RegistryRequest request =
        new RegistryRequest(
            "POST", repository.path("blobs/uploads/"), repository.scope(Access.PUSH), purpose);
    try (HttpAnswer answer = connection.send(request)) {
      if (answer.status() != 202) {
        throw connection.refused(purpose, answer);
      }
      return of(connection, repository, purpose, answer);
    } catch (IOException e) {
      throw RegistryFailures.unreachable(purpose, e);
    }
  }

  /** The upload that an answer of 202 tells of. */
  static UploadSession of(
      RegistryConnection connection, Repository repository, Purpose purpose, HttpAnswer answer)
      throws IOException {
    UploadSession session = new UploadSession(connection, repository, purpose);
    session.moveTo(answer);
    if (session.location.isEmpty()) {
      throw RegistryFailures.senseless(
          purpose, answer.status(), "the answer does not say where to upload to");
    }
    String least = answer.header("OCI-Chunk-Min-Length").orElse("");
    session.leastPiece = least.matches("[0-9]{1,18}") ? Long.parseLong(least) : 0;
    return session;
  }

  /**
   * How long a piece has to be; the last may be shorter.
   *
   * @param usual when the registry asks for nothing longer
   */
  long piece(long usual) {
    return Math.max(usual, leastPiece);
  }

  /** Takes the location over that an answer names, if it names one and it may be used. */
  void moveTo(HttpAnswer answer) throws IOException {
    if (answer.header("Location").isPresent()) {
      location =
          connection.accept(answer.header("Location").get(), "place to upload to").toString();
    }
  }

  RegistryRequest request(String method) {
    return new RegistryRequest(method, location, repository.scope(Access.PUSH), purpose);
  }

  /** The request that ends the upload. */
  RegistryRequest closing(Digest digest) {
    String joint = location.contains("?") ? "&" : "?";
    return new RegistryRequest(
        "PUT",
        location + joint + "digest=" + encoded(digest.toString()),
        repository.scope(Access.PUSH),
        purpose);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
