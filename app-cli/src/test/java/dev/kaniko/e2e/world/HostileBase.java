package dev.kaniko.e2e.world;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Makes a base of one layer, which nobody has looked at before it is pushed. */
public final class HostileBase {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  private HostileBase() {}

  /**
   * @param layer the bytes of the blob
   * @param diffId what the config says of the layer when it is unpacked
   * @param mediaType what the manifest says of it
   */
  public static void push(byte[] layer, String diffId, String mediaType, ImageName name) {
    JsonMapper json = new JsonMapper();
    ObjectNode config = json.createObjectNode();
    config.put("architecture", BaseImage.architecture()).put("os", "linux");
    config.putObject("config").putArray("Env").add("PATH=/bin");
    config.putObject("rootfs").put("type", "layers").putArray("diff_ids").add(diffId);
    try (ImagePusher pusher = new ImagePusher(name)) {
      byte[] configBytes = json.writeValueAsBytes(config);
      pusher.blob(layer);
      pusher.blob(configBytes);
      ObjectNode manifest = json.createObjectNode();
      manifest.put("schemaVersion", 2).put("mediaType", MANIFEST);
      describe(manifest.putObject("config"), CONFIG, configBytes);
      ArrayNode layers = manifest.putArray("layers");
      describe(layers.addObject(), mediaType, layer);
      pusher.manifest(MANIFEST, json.writeValueAsBytes(manifest));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A layer that is not packed, and all that is said of it is true. */
  public static void push(HostileTar layer, ImageName name) {
    byte[] bytes = layer.toBytes();
    push(bytes, Sha256.digestOf(bytes), "application/vnd.oci.image.layer.v1.tar", name);
  }

  private static void describe(ObjectNode descriptor, String mediaType, byte[] blob) {
    descriptor.put("mediaType", mediaType);
    descriptor.put("size", blob.length);
    descriptor.put("digest", Sha256.digestOf(blob));
  }
}
