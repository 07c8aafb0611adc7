package dev.kaniko.application.check;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.image.RuntimeConfig;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.registry.ResolvedImage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A registry with a few images without files, which differ in what the checks look at. */
final class SomeImages {
  private SomeImages() {}

  static ResolvedImage resolve(ImageReference reference, Platform platform) {
    RuntimeConfig.Builder config = RuntimeConfig.empty().toBuilder().env("JAVA_HOME", "/opt/java");
    String name = reference.repository();
    switch (name) {
      case "library/java" -> {}
      case "library/windowed" -> config.shell(List.of("powershell", "-Command"));
      case "library/triggering" ->
          config.onBuild(List.of("WORKDIR app", "COPY $MISSING /x", "FROM scratch"));
      case "library/arm" -> {
        return image(reference, Platform.parse("linux/arm64"), config);
      }
      default ->
          throw new RegistryFailure(
              reference.registry(),
              OptionalInt.of(404),
              reference + ": not found",
              Optional.empty(),
              null);
    }
    return image(reference, platform, config);
  }

  private static ResolvedImage image(
      ImageReference reference, Platform platform, RuntimeConfig.Builder config) {
    ImageConfig image = ImageConfig.scratch(platform).withConfig(config.build());
    return new ResolvedImage(
        reference,
        Descriptor.of(MediaTypes.OCI_MANIFEST, new byte[] {1}),
        ImageFormat.OCI,
        image,
        List.of());
  }
}
