package dev.kaniko.wiring.build;

import dev.kaniko.adapters.registry.file.DigestFiles;
import dev.kaniko.adapters.registry.file.ResultFile;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.cli.flags.OutputFlags;
import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.registry.ImageDocuments.Described;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.util.Map;
import java.util.Optional;

/** The files in which scripts look up what was built. */
record ResultFiles(
    BuildOptions options, Map<String, String> environment, RegistryOptions registryOptions) {

  void write(Described image) {
    OutputFlags output = options.output();
    Digest digest = image.descriptor().digest();
    boolean withTags = output.nameTagWithDigestFile.isPresent();
    String names = DigestFiles.names(options.destinations(), digest, withTags);
    write(output.digestFile, DigestFiles.digest(digest));
    write(output.nameWithDigestFile, names);
    write(output.nameTagWithDigestFile, names);
    write(output.imageIdFile, DigestFiles.digest(id(image)));
    write(output.metadataFile, DigestFiles.metadata(options.destinations(), image));
    // Cloud Build's: a directory, and the name of the file in it.
    Optional<String> builderOutput =
        Optional.ofNullable(environment.get("BUILDER_OUTPUT")).filter(text -> !text.isEmpty());
    write(
        builderOutput.map(directory -> directory + "/images"),
        DigestFiles.builderOutput(options.destinations(), digest));
  }

  /** As Docker has it: of an image the digest of its config, of an index its own. */
  private static Digest id(Described image) {
    return image instanceof DescribedImage one
        ? one.configDescriptor().digest()
        : image.descriptor().digest();
  }

  private void write(Optional<String> file, String text) {
    file.ifPresent(name -> ResultFile.write(name, text, registryOptions));
  }
}
