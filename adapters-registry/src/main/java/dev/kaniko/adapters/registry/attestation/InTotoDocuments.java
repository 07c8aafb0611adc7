package dev.kaniko.adapters.registry.attestation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaniko.adapters.registry.document.JsonImageDocuments;
import dev.kaniko.adapters.registry.json.StrictJson;
import dev.kaniko.adapters.registry.local.MemoryBlob;
import dev.kaniko.domain.attestation.PackageUrl;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.Attestation;
import dev.kaniko.ports.registry.AttestationDocuments;
import dev.kaniko.ports.registry.BuiltImage;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * In-toto statements in a manifest as BuildKit makes it. Spec: BuildKit's
 * docs/attestations/attestation-storage.md and in-toto's Statement v0.1.
 */
public final class InTotoDocuments implements AttestationDocuments {
  /** The platform of what is no image. */
  private static final Platform NONE = Platform.of("unknown", "unknown");

  private static final String STATEMENT = "https://in-toto.io/Statement/v0.1";

  private static final String PREDICATE_TYPE = "in-toto.io/predicate-type";

  @Override
  public DescribedImage describe(Attestation attestation) {
    List<ImageLayer> layers = new ArrayList<>();
    attestation
        .packages()
        .ifPresent(
            it ->
                layers.add(
                    layer(attestation, SpdxWriter.PREDICATE, SpdxWriter.write(it, attestation))));
    attestation
        .provenance()
        .ifPresent(
            it ->
                layers.add(
                    layer(
                        attestation,
                        it.options().version().predicateType(),
                        ProvenanceWriter.write(it))));
    ImageConfig config =
        ImageConfig.scratch(NONE).withDiffIds(layers.stream().map(ImageLayer::diffId).toList());
    return new JsonImageDocuments()
        .describe(new BuiltImage(ImageFormat.OCI, config, layers, new TreeMap<>()))
        .withDescriptorAnnotations(
            Map.of(
                "vnd.docker.reference.type",
                "attestation-manifest",
                "vnd.docker.reference.digest",
                attestation.image().descriptor().digest().toString()));
  }

  private static ImageLayer layer(
      Attestation attestation, String predicateType, ObjectNode predicate) {
    ObjectNode statement = JsonNodeFactory.instance.objectNode();
    statement.put("_type", STATEMENT);
    statement.put("predicateType", predicateType);
    addSubjects(statement.putArray("subject"), attestation);
    statement.set("predicate", predicate);
    byte[] bytes = StrictJson.write(statement).getBytes(StandardCharsets.UTF_8);
    Descriptor descriptor =
        Descriptor.of(MediaTypes.IN_TOTO, bytes)
            .withAnnotations(Map.of(PREDICATE_TYPE, predicateType));
    return new ImageLayer(descriptor, Digest.sha256(bytes), new MemoryBlob(bytes));
  }

  /** The image by each of its names, or by none if it has none. */
  private static void addSubjects(ArrayNode subjects, Attestation attestation) {
    List<String> names = new ArrayList<>();
    for (ImageReference name : attestation.names()) {
      names.add(PackageUrl.of(name, attestation.platform()));
    }
    if (names.isEmpty()) {
      names.add("_");
    }
    Digest digest = attestation.image().descriptor().digest();
    for (String name : names) {
      ObjectNode subject = subjects.addObject();
      subject.put("name", name);
      subject.putObject("digest").put(digest.algorithm(), digest.hex());
    }
  }
}
