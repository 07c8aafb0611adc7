package dev.kaniko.adapters.registry.testkit;

import com.sun.net.httpserver.HttpExchange;
import dev.kaniko.adapters.registry.testkit.FaultServer.Answering;
import dev.kaniko.adapters.registry.testkit.FaultServer.Asked;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves one image, by tag {@code 1} and by digest, as an honest registry does, but for the paths
 * that a test answers itself.
 */
public final class ServedImage implements Answering {
  private final DescribedImage image;
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
  private final Map<String, Answering> exceptions = new ConcurrentHashMap<>();

  public ServedImage(DescribedImage image) {
    this.image = image;
    contents.put("manifests/1", bytes(image.manifest()));
    contents.put("manifests/" + image.manifestDescriptor().digest(), bytes(image.manifest()));
    contents.put("blobs/" + image.configDescriptor().digest(), bytes(image.config()));
    for (ImageLayer layer : image.image().layers()) {
      contents.put("blobs/" + layer.descriptor().digest(), bytes(layer));
    }
  }

  /** Serves {@code content} at {@code path}, which is {@code manifests/…} or {@code blobs/…}. */
  public ServedImage with(String path, byte[] content) {
    contents.put(path, content);
    return this;
  }

  /** Leaves the requests for {@code path} to {@code answering}. */
  public ServedImage except(String path, Answering answering) {
    exceptions.put(path, answering);
    return this;
  }

  public byte[] content(String path) {
    return contents.get(path);
  }

  @Override
  public void answer(HttpExchange exchange, Asked asked) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String[] parts = path.split("/");
    String key = parts.length < 2 ? path : parts[parts.length - 2] + "/" + parts[parts.length - 1];
    if (exceptions.containsKey(key)) {
      exceptions.get(key).answer(exchange, asked);
    } else if (contents.containsKey(key)) {
      serve(exchange, key);
    } else {
      FaultServer.reply(
          exchange, path.equals("/v2/") ? 200 : 404, path.equals("/v2/") ? "{}" : notFound());
    }
  }

  /** The honest answer for {@code path}. */
  public void serve(HttpExchange exchange, String path) throws IOException {
    boolean manifest = path.startsWith("manifests/");
    byte[] content = contents.get(path);
    if (manifest) {
      FaultServer.reply(
          exchange,
          200,
          content,
          "Content-Type",
          image.manifestDescriptor().mediaType(),
          "Docker-Content-Digest",
          Digest.sha256(content).toString());
    } else {
      FaultServer.reply(exchange, 200, content, "Content-Type", "application/octet-stream");
    }
  }

  private static String notFound() {
    return "{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"no such thing\"}]}";
  }

  private static byte[] bytes(ImageLayer layer) {
    try (InputStream stream = layer.content().open()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
