package dev.kaniko.adapters.registry;

import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import com.google.cloud.tools.jib.registry.ManifestAndDigest;
import com.google.cloud.tools.jib.registry.RegistryClient;
import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.adapters.registry.document.ManifestDocument.ImageManifest;
import dev.kaniko.adapters.registry.document.ManifestReader;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.layer.Blob;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ImageRegistry;
import dev.kaniko.ports.registry.ResolvedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The port over jib's client, which shows that the port is no image of our own client. Jib knows no
 * media types of layers and gives no manifest's bytes, so its templates are written down and read
 * again.
 */
final class JibImageRegistry implements ImageRegistry {

  @Override
  public ResolvedImage resolve(ImageReference reference, Platform platform) {
    FailoverHttpClient http = new FailoverHttpClient(true, true, event -> {});
    RegistryClient client =
        RegistryClient.factory(
                EventHandlers.NONE, reference.registry(), reference.repository(), http)
            .setUserAgent("jib")
            .newRegistryClient();
    try {
      ManifestAndDigest<ManifestTemplate> found = client.pullManifest(reference.tagOrDigest());
      return image(reference, client, found);
    } catch (IOException | RegistryException e) {
      throw new RegistryFailure(
          reference.registry(), OptionalInt.empty(), e.getMessage(), Optional.empty(), e);
    }
  }

  private static ResolvedImage image(
      ImageReference reference, RegistryClient client, ManifestAndDigest<ManifestTemplate> found)
      throws IOException {
    byte[] json = JsonTemplateMapper.toByteArray((BuildableManifestTemplate) found.getManifest());
    ImageManifest manifest =
        (ImageManifest) ManifestReader.read(json, Optional.empty(), "from jib");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new JibBlob(client, manifest.config(), reference).copy(bytes);
    ImageConfig config = new JsonImageDocuments().readConfig(bytes.toByteArray(), "from jib");
    List<ImageLayer> layers = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      layers.add(
          new ImageLayer(
              layer, config.diffIds().get(layers.size()), new JibBlob(client, layer, reference)));
    }
    Digest digest = Digest.parse(found.getDigest().toString());
    return new ResolvedImage(
        reference.pinnedTo(digest),
        new Descriptor(manifest.mediaType(), digest, json.length),
        MediaTypes.familyOf(manifest.mediaType()).orElseThrow(),
        config,
        layers);
  }

  private record JibBlob(RegistryClient client, Descriptor descriptor, ImageReference image)
      implements Blob {

    void copy(ByteArrayOutputStream target) throws IOException {
      try {
        client
            .pullBlob(
                DescriptorDigest.fromDigest(descriptor.digest().toString()), size -> {}, n -> {})
            .writeTo(target);
      } catch (DigestException e) {
        throw new IOException(e);
      }
    }

    @Override
    public InputStream open() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      copy(bytes);
      return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    public Optional<Path> file() {
      return Optional.empty();
    }

    @Override
    public Optional<ImageReference> origin() {
      return Optional.of(image);
    }
  }
}
