package dev.kaniko.e2e.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.image.Sha256;
import dev.kaniko.e2e.process.Program;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * A base image, made by a folder: {@code make}, which writes the layers {@code 1.tar.gz}, {@code
 * 2.tar.gz} and so on into the folder it is given, and {@code image.json}, which says whether its
 * documents are {@code docker} or {@code oci} and what its config holds.
 */
final class BaseImage {
  private static final String CREATED = "2024-01-01T00:00:00Z";

  private final JsonMapper json = new JsonMapper();
  private final List<byte[]> layers = new ArrayList<>();
  private final JsonNode recipe;
  private final Family family;

  private enum Family {
    DOCKER(
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.container.image.v1+json",
        "application/vnd.docker.image.rootfs.diff.tar.gzip"),
    OCI(
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.config.v1+json",
        "application/vnd.oci.image.layer.v1.tar+gzip");

    private final String manifest;
    private final String config;
    private final String layer;

    Family(String manifest, String config, String layer) {
      this.manifest = manifest;
      this.config = config;
      this.layer = layer;
    }
  }

  private BaseImage(Path folder, Path work) throws IOException {
    Program.of(folder.resolve("make").toString(), work.toString()).in(work).run().outputOrFail();
    for (int i = 1; Files.exists(work.resolve(i + ".tar.gz")); i++) {
      layers.add(Files.readAllBytes(work.resolve(i + ".tar.gz")));
    }
    recipe = json.readTree(folder.resolve("image.json").toFile());
    family = Family.valueOf(recipe.path("format").asText().toUpperCase(Locale.ROOT));
  }

  /**
   * Makes the image of {@code folder} and pushes it.
   *
   * @param work an empty folder
   * @return the digests of its layers
   */
  static Set<String> push(Path folder, Path work, ImageName name) throws IOException {
    BaseImage image = new BaseImage(folder, work);
    Set<String> digests = new HashSet<>();
    try (ImagePusher pusher = new ImagePusher(name)) {
      for (byte[] layer : image.layers) {
        pusher.blob(layer);
        digests.add(Sha256.digestOf(layer));
      }
      byte[] config = image.json.writeValueAsBytes(image.config());
      pusher.blob(config);
      byte[] manifest = image.json.writeValueAsBytes(image.manifest(config));
      pusher.manifest(image.family.manifest, manifest);
    }
    return digests;
  }

  private ObjectNode config() throws IOException {
    ObjectNode config = json.createObjectNode();
    config.put("created", CREATED);
    config.put("architecture", architecture());
    config.put("os", "linux");
    config.set("config", recipe.path("config"));
    ArrayNode diffIds = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    ArrayNode history = config.putArray("history");
    for (byte[] layer : layers) {
      try (GZIPInputStream tar = new GZIPInputStream(new ByteArrayInputStream(layer))) {
        diffIds.add(Sha256.digestOf(tar.readAllBytes()));
      }
      history.addObject().put("created", CREATED).put("created_by", "a layer of the base");
    }
    return config;
  }

  private ObjectNode manifest(byte[] config) {
    ObjectNode manifest = json.createObjectNode();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", family.manifest);
    describe(manifest.putObject("config"), family.config, config);
    ArrayNode descriptors = manifest.putArray("layers");
    layers.forEach(layer -> describe(descriptors.addObject(), family.layer, layer));
    return manifest;
  }

  private static void describe(ObjectNode descriptor, String mediaType, byte[] blob) {
    descriptor.put("mediaType", mediaType);
    descriptor.put("size", blob.length);
    descriptor.put("digest", Sha256.digestOf(blob));
  }

  static String architecture() {
    String name = System.getProperty("os.arch");
    return name.equals("aarch64") ? "arm64" : name;
  }
}
