package dev.kaniko.adapters.registry.client;

import dev.kaniko.adapters.registry.document.ManifestDocument;
import dev.kaniko.adapters.registry.document.ManifestReader;
import dev.kaniko.adapters.registry.http.HttpAnswer;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.adapters.registry.http.RegistryFailures;
import dev.kaniko.adapters.registry.http.RequestBody;
import dev.kaniko.adapters.registry.json.Excerpt;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The manifests and indexes of registries. */
public final class ManifestStore {
  private static final String DIGEST_HEADER = "Docker-Content-Digest";

  private static final String ACCEPTED =
      String.join(
          ", ",
          MediaTypes.OCI_MANIFEST,
          MediaTypes.DOCKER_MANIFEST,
          MediaTypes.OCI_INDEX,
          MediaTypes.DOCKER_LIST);

  private final RegistryConnections connections;

  public ManifestStore(RegistryConnections connections) {
    this.connections = connections;
  }

  /**
   * A document and what it is.
   *
   * @param descriptor of the bytes that the registry gave, which were checked
   * @param json those bytes
   */
  public record Fetched(Descriptor descriptor, ManifestDocument document, String json) {

    /**
     * @param digest of the bytes, checked
     * @param contentType as they were sent, if that is known
     * @param subject which document, for messages
     */
    public static Fetched of(
        byte[] bytes, Digest digest, Optional<String> contentType, String subject) {
      ManifestDocument document = ManifestReader.read(bytes, contentType, subject);
      return new Fetched(
          new Descriptor(document.mediaType(), digest, bytes.length),
          document,
          new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /**
   * @throws dev.kaniko.ports.failure.RegistryFailure with status 404 when there is none
   */
  public Fetched byTag(Repository repository, String tag) {
    return fetch(repository, tag, Optional.empty());
  }

  /** The bytes are checked against {@code digest}. */
  public Fetched byDigest(Repository repository, Digest digest) {
    return fetch(repository, digest.toString(), Optional.of(digest));
  }

  /**
   * The bytes that a reference names, whatever document they are; checked against its digest.
   *
   * @throws dev.kaniko.ports.failure.RegistryFailure with status 404 when there are none
   */
  public byte[] bytes(ImageReference reference) {
    return receive(
        Repository.of(reference),
        reference.tagOrDigest(),
        reference.digest(),
        (bytes, digest, contentType) -> bytes);
  }

  /** What is made of bytes that were received and checked. */
  private interface Reading<T> {
    T of(byte[] bytes, Digest digest, Optional<String> contentType);
  }

  private Fetched fetch(Repository repository, String name, Optional<Digest> wanted) {
    return receive(
        repository,
        name,
        wanted,
        (bytes, digest, contentType) ->
            Fetched.of(bytes, digest, contentType, subject(repository, name)));
  }

  private static String subject(Repository repository, String name) {
    return "manifest " + name + " of " + repository;
  }

  private <T> T receive(
      Repository repository, String name, Optional<Digest> wanted, Reading<T> reading) {
    Purpose purpose = repository.purpose("read the manifest " + name);
    RegistryConnection connection = connections.to(repository.registry(), Access.PULL);
    RegistryRequest request =
        new RegistryRequest(
                "GET", repository.path("manifests/" + name), repository.scope(Access.PULL), purpose)
            .with("Accept", ACCEPTED);
    String subject = subject(repository, name);
    try (HttpAnswer answer = connection.send(request)) {
      if (!answer.succeeded()) {
        throw connection.refused(purpose, answer);
      }
      byte[] bytes = answer.bytes(ManifestReader.LARGEST, subject);
      Optional<Digest> sent = answer.header(DIGEST_HEADER).map(text -> digest(text, subject));
      wanted.ifPresent(digest -> check(bytes, digest, subject));
      sent.ifPresent(digest -> check(bytes, digest, subject));
      Digest own = wanted.orElseGet(() -> Digest.sha256(bytes));
      return reading.of(bytes, own, answer.header("Content-Type"));
    } catch (IOException e) {
      throw RegistryFailures.unreachable(purpose, e);
    }
  }

  /**
   * Writes {@code manifest} under a tag; everything that it names has to be there.
   *
   * @param descriptor what the registry has to make of it
   */
  public void put(Repository repository, String tag, Descriptor descriptor, String manifest) {
    Purpose purpose = repository.purpose("push the manifest " + tag);
    RegistryConnection connection = connections.to(repository.registry(), Access.PUSH);
    RegistryRequest request =
        new RegistryRequest(
                "PUT", repository.path("manifests/" + tag), repository.scope(Access.PUSH), purpose)
            .with("Content-Type", descriptor.mediaType())
            .withBody(new RequestBody.Text(manifest));
    Optional<Digest> stored;
    try (HttpAnswer answer = connection.send(request)) {
      if (!answer.succeeded()) {
        throw connection.refused(purpose, answer);
      }
      stored = answer.header(DIGEST_HEADER).map(text -> digest(text, "manifest of " + repository));
    }
    Digest there = stored.orElseGet(() -> byTag(repository, tag).descriptor().digest());
    if (!there.equals(descriptor.digest())) {
      throw new UnsafeContentFailure(
          repository + ":" + tag,
          "the registry made " + there + " of the manifest " + descriptor.digest());
    }
  }

  private static void check(byte[] bytes, Digest expected, String subject) {
    Digest own = Digests.of(expected.algorithm(), bytes);
    if (!own.equals(expected)) {
      throw new UnsafeContentFailure(
          subject, "should be " + expected + ", but the registry sent " + own);
    }
  }

  private static Digest digest(String text, String subject) {
    try {
      return Digest.parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new UnsafeContentFailure(
          subject, "was sent with the digest " + Excerpt.of(text) + ", which is none", e);
    }
  }
}
