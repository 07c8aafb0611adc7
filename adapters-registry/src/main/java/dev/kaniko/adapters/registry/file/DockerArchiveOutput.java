package dev.kaniko.adapters.registry.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaniko.adapters.registry.json.StrictJson;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ImageDocuments.Described;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ImageOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes the tar that {@code docker load} reads: config, layers and a {@code manifest.json} that
 * names them. The file appears when it is complete, in the place of an older one.
 */
public final class DockerArchiveOutput implements ImageOutput {
  private final Path file;
  private final List<ImageReference> tags;

  /**
   * @param tags that the image has once it is loaded
   */
  public DockerArchiveOutput(Path file, List<ImageReference> tags) {
    this.file = file.toAbsolutePath();
    this.tags = List.copyOf(tags);
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public void check() {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new EnvironmentFailure(
          "cannot write the image to " + file + ": it exists and is no file", "name a file");
    }
    Path directory = file.getParent();
    if (directory == null || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw new EnvironmentFailure(
          "cannot write the image to " + file + ": its directory is missing or not writable",
          "create " + directory);
    }
  }

  @Override
  public void write(Described described) {
    check();
    if (!(described instanceof DescribedImage image)) {
      throw new UserMistakes(
          Problem.general("an archive for docker load has no place for an index of images")
              .withHint("write an OCI layout instead (--oci-layout-path)"));
    }
    for (ImageLayer layer : image.image().layers()) {
      refuseZstd(layer);
    }
    Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      try (OutputStream stream = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW);
          TarArchiveOutputStream tar = tar(stream)) {
        writeAll(image, tar);
      }
      Files.move(part, destination(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot write " + file + ": " + e.getMessage(), e);
    } finally {
      remove(part);
    }
  }

  /** A link that stands where the file shall be goes on leading to it. */
  private Path destination() throws IOException {
    return Files.exists(file) ? file.toRealPath() : file;
  }

  private static TarArchiveOutputStream tar(OutputStream stream) {
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new BufferedOutputStream(stream, 1 << 16), StandardCharsets.UTF_8.name());
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    return tar;
  }

  private void writeAll(DescribedImage image, TarArchiveOutputStream tar) throws IOException {
    String configName = image.configDescriptor().digest().hex() + ".json";
    writeText(tar, configName, image.config());
    Map<Digest, ImageLayer> layers = new LinkedHashMap<>();
    image.image().layers().forEach(layer -> layers.put(layer.descriptor().digest(), layer));
    for (ImageLayer layer : layers.values()) {
      begin(tar, nameOf(layer), layer.descriptor().size());
      try (InputStream content = layer.content().open()) {
        content.transferTo(tar);
      }
      tar.closeArchiveEntry();
    }
    writeText(tar, "manifest.json", manifest(configName, image.image().layers()));
    tar.finish();
  }

  private String manifest(String configName, List<ImageLayer> layers) {
    ArrayNode images = JsonNodeFactory.instance.arrayNode();
    ObjectNode image = images.addObject();
    image.put("Config", configName);
    ArrayNode names = image.putArray("RepoTags");
    tags.forEach(tag -> names.add(loadedName(tag)));
    ArrayNode files = image.putArray("Layers");
    layers.forEach(layer -> files.add(nameOf(layer)));
    return StrictJson.write(images);
  }

  /** Docker knows its Hub by another name than registries' clients do. */
  private static String loadedName(ImageReference tag) {
    String registry =
        tag.registry().equals(ImageReference.DOCKER_HUB) ? "docker.io" : tag.registry();
    return registry + "/" + tag.repository() + ":" + tag.tag().orElse("latest");
  }

  private static String nameOf(ImageLayer layer) {
    boolean packed =
        MediaTypes.compressionOf(layer.descriptor().mediaType()).orElse(Compression.NONE)
            != Compression.NONE;
    return layer.descriptor().digest().hex() + (packed ? ".tar.gz" : ".tar");
  }

  private static void writeText(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    begin(tar, name, bytes.length);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  /** Every entry is root's and of the beginning of time: the same image, the same bytes. */
  private static void begin(TarArchiveOutputStream tar, String name, long size) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL);
    entry.setSize(size);
    entry.setMode(0644);
    entry.setModTime(0);
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
  }

  private static void refuseZstd(ImageLayer layer) {
    if (MediaTypes.compressionOf(layer.descriptor().mediaType()).orElse(Compression.NONE)
        == Compression.ZSTD) {
      throw new UserMistakes(
          Problem.general(
                  "layer "
                      + layer.descriptor().digest()
                      + " is compressed with zstd, which docker-archive files do not have")
              .withHint("write an OCI layout instead (--oci-layout-path), or use gzip"));
    }
  }

  private static void remove(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot remove " + part + ": " + e.getMessage(), e);
    }
  }
}
