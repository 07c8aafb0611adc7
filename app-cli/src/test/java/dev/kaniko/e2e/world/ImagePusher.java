package dev.kaniko.e2e.world;

import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Puts blobs and manifests into a registry that speaks plain HTTP.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">pushing</a>
 */
final class ImagePusher implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ImageName name;

  ImagePusher(ImageName name) {
    this.name = name;
  }

  void blob(byte[] bytes) throws IOException {
    URI uploads = uri("blobs/uploads/");
    HttpRequest post =
        HttpRequest.newBuilder(uploads).POST(HttpRequest.BodyPublishers.noBody()).build();
    String location = send(post, 202).headers().firstValue("Location").orElseThrow();
    String separator = location.contains("?") ? "&" : "?";
    put(
        uploads.resolve(location + separator + "digest=" + Sha256.digestOf(bytes)),
        "application/octet-stream",
        bytes);
  }

  void manifest(String mediaType, byte[] bytes) throws IOException {
    put(uri("manifests/" + name.tag()), mediaType, bytes);
  }

  private void put(URI uri, String mediaType, byte[] bytes) throws IOException {
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofByteArray(bytes);
    send(HttpRequest.newBuilder(uri).header("Content-Type", mediaType).PUT(body).build(), 201);
  }

  private HttpResponse<String> send(HttpRequest request, int expected) throws IOException {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != expected) {
        throw new IOException(
            "%s answers %d: %s".formatted(request.uri(), response.statusCode(), response.body()));
      }
      return response;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private URI uri(String path) {
    return URI.create("http://%s/v2/%s/%s".formatted(name.registry(), name.repository(), path));
  }

  @Override
  public void close() {
    http.close();
  }
}
