package dev.kaniko.adapters.registry.client;

import dev.kaniko.adapters.registry.http.HttpAnswer;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.adapters.registry.http.RegistryFailures;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.listener.BuildListener.Transfer;
import dev.kaniko.ports.listener.BuildListener.TransferKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** The blobs of registries, streamed. */
public final class BlobReader {
  private final RegistryConnections connections;

  public BlobReader(RegistryConnections connections) {
    this.connections = connections;
  }

  /** A stream that checks size and digest as it goes, and goes on where a connection broke. */
  public InputStream open(Repository repository, Descriptor descriptor) {
    String what = "layer " + descriptor.digest() + " of " + repository;
    Transfer transfer =
        connections
            .listener()
            .transferStarted(TransferKind.DOWNLOAD, what, OptionalLong.of(descriptor.size()));
    return stream(repository, descriptor, transfer);
  }

  /**
   * A small blob as a whole.
   *
   * @param most bytes
   */
  public byte[] read(Repository repository, Descriptor descriptor, int most) {
    if (descriptor.size() > most) {
      throw new UnsafeContentFailure(
          "blob " + descriptor.digest() + " of " + repository, "is larger than " + most + " bytes");
    }
    try (InputStream stream = stream(repository, descriptor, new Untold())) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw RegistryFailures.unreachable(purpose(repository, descriptor), e);
    }
  }

  private InputStream stream(Repository repository, Descriptor descriptor, Transfer transfer) {
    RegistryConnection connection = connections.to(repository.registry(), Access.PULL);
    Purpose purpose = purpose(repository, descriptor);
    return new BlobStream(
        descriptor,
        purpose,
        offset -> answer(connection, repository, descriptor, offset),
        connection.attempts(),
        transfer);
  }

  private static Purpose purpose(Repository repository, Descriptor descriptor) {
    return repository.purpose("read the blob " + descriptor.digest());
  }

  private static HttpAnswer answer(
      RegistryConnection connection, Repository repository, Descriptor descriptor, long offset)
      throws IOException {
    RegistryRequest own =
        ranged(
            new RegistryRequest(
                "GET",
                repository.path("blobs/" + descriptor.digest()),
                repository.scope(Access.PULL),
                purpose(repository, descriptor)),
            offset);
    HttpAnswer answer = connection.send(own);
    boolean foreign = MediaTypes.isForeignLayer(descriptor.mediaType());
    for (String url : descriptor.urls()) {
      if (answer.succeeded() || !(foreign || answer.status() == 404)) {
        return answer;
      }
      answer.close();
      String location = connection.accept(url, "place of a foreign layer").toString();
      answer =
          connection.send(
              ranged(
                  new RegistryRequest(
                      "GET", location, repository.scope(Access.PULL), own.purpose()),
                  offset));
    }
    if (!answer.succeeded() && answer.status() != 416) {
      throw connection.refused(own.purpose(), answer);
    }
    return answer;
  }

  private static RegistryRequest ranged(RegistryRequest request, long offset) {
    return offset == 0 ? request : request.with("Range", "bytes=" + offset + "-");
  }

  /** The transfer of something too small to be told of. */
  private static final class Untold implements Transfer {
    @Override
    public void advance(long bytes) {}

    @Override
    public void close() {}
  }
}
