package dev.kaniko.adapters.registry.testkit;

import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.image.RuntimeConfig;
import dev.kaniko.ports.layer.Blob;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.BuiltImage;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import dev.kaniko.ports.registry.ImageDocuments.DescribedIndex;
import dev.kaniko.ports.registry.ImageDocuments.IndexEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Images of a few files, made from nothing, always the same for the same arguments. */
public final class SampleImage {
  private SampleImage() {}

  /** An image with a layer for each of {@code sizes}: one file of so many random bytes. */
  public static DescribedImage of(ImageFormat format, Path directory, int... sizes) {
    List<ImageLayer> layers = new ArrayList<>();
    for (int size : sizes) {
      layers.add(layer(format, directory, "file" + layers.size(), size));
    }
    ImageConfig config =
        ImageConfig.scratch(Platform.of("linux", "amd64"))
            .withDiffIds(layers.stream().map(ImageLayer::diffId).toList())
            .withConfig(
                new RuntimeConfig.Builder()
                    .env("PATH", "/bin")
                    .cmd(Optional.of(List.of("/file0")))
                    .build());
    return new JsonImageDocuments()
        .describe(new BuiltImage(format, config, layers, new TreeMap<>()));
  }

  /** An index of two images, of linux/amd64 and linux/arm64. */
  public static DescribedIndex index(ImageFormat format, Path directory) {
    return new JsonImageDocuments()
        .describe(
            format,
            List.of(
                new IndexEntry(of(format, directory, 10), Platform.of("linux", "amd64")),
                new IndexEntry(of(format, directory, 11, 12), Platform.of("linux", "arm64"))),
            new TreeMap<>());
  }

  /** A layer of one file, kept in {@code directory}. */
  public static ImageLayer layer(ImageFormat format, Path directory, String name, int size) {
    byte[] content = new byte[size];
    new Random(name.hashCode() * 31L + size).nextBytes(content);
    byte[] tar = tar(name, content);
    byte[] packed = gzip(tar);
    Digest digest = Digest.sha256(packed);
    Path file = directory.resolve(digest.hex());
    try {
      Files.write(file, packed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String type =
        format == ImageFormat.OCI ? MediaTypes.OCI_LAYER_GZIP : MediaTypes.DOCKER_LAYER_GZIP;
    return new ImageLayer(
        new Descriptor(type, digest, packed.length), Digest.sha256(tar), new FileBlob(file));
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] tar(String name, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      entry.setModTime(0);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A blob in a file. */
  public record FileBlob(Path path) implements Blob {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public Optional<Path> file() {
      return Optional.of(path);
    }

    @Override
    public Optional<ImageReference> origin() {
      return Optional.empty();
    }
  }
}
