package dev.kaniko.e2e.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Pulls images by plain HTTP. A layer that several images share is read once. */
public final class ImageReader implements AutoCloseable {
  private static final String MANIFESTS =
      "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json";

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private final Map<String, Layer> layers = new ConcurrentHashMap<>();

  /** Empty when the registry has no such tag. */
  public Optional<ImageSnapshot> find(ImageName name) {
    try {
      HttpResponse<InputStream> response = get(name, "manifests/" + name.tag());
      try (InputStream body = response.body()) {
        if (response.statusCode() == 404) {
          return Optional.empty();
        }
        return Optional.of(snapshot(name, json.readTree(successful(response, body))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  public ImageSnapshot read(ImageName name) {
    return find(name)
        .orElseThrow(() -> new AssertionError(name + " is not there: it was not pushed"));
  }

  private ImageSnapshot snapshot(ImageName name, JsonNode manifest) throws IOException {
    JsonNode config = config(name, manifest.path("config"));
    List<Layer> read = new ArrayList<>();
    for (JsonNode descriptor : manifest.path("layers")) {
      read.add(layer(name, descriptor));
    }
    return ImageSnapshot.of(manifest, config, read);
  }

  private JsonNode config(ImageName name, JsonNode descriptor) throws IOException {
    HttpResponse<InputStream> response = get(name, "blobs/" + descriptor.path("digest").asText());
    try (InputStream body = response.body()) {
      byte[] bytes = successful(response, body).readAllBytes();
      if (!Sha256.digestOf(bytes).equals(descriptor.path("digest").asText())
          || bytes.length != descriptor.path("size").asLong()) {
        throw new MalformedImage("the config of " + name + " is not what the manifest says");
      }
      return json.readTree(bytes);
    }
  }

  private Layer layer(ImageName name, JsonNode descriptor) throws IOException {
    String digest = descriptor.path("digest").asText();
    Layer known = layers.get(digest);
    if (known != null) {
      return known;
    }
    HttpResponse<InputStream> response = get(name, "blobs/" + digest);
    try (InputStream body = response.body()) {
      Layer layer =
          LayerReader.read(successful(response, body), digest, descriptor.path("size").asLong());
      layers.put(digest, layer);
      return layer;
    }
  }

  private HttpResponse<InputStream> get(ImageName name, String path) throws IOException {
    URI uri = URI.create("http://%s/v2/%s/%s".formatted(name.registry(), name.repository(), path));
    HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", MANIFESTS).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static InputStream successful(HttpResponse<?> response, InputStream body)
      throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException(response.uri() + " answers " + response.statusCode());
    }
    return body;
  }

  @Override
  public void close() {
    http.close();
  }
}
