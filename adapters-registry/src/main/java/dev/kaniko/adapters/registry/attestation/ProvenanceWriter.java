package dev.kaniko.adapters.registry.attestation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaniko.adapters.registry.json.GoTime;
import dev.kaniko.domain.attestation.Material;
import dev.kaniko.domain.attestation.Provenance;
import dev.kaniko.domain.attestation.Provenance.Details;
import dev.kaniko.domain.attestation.Provenance.Step;
import dev.kaniko.domain.attestation.ProvenanceOptions.Detail;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Writes SLSA's provenance. Spec: slsa.dev/spec/v0.2/provenance and slsa.dev/spec/v1.0. */
final class ProvenanceWriter {
  /** Names what the parameters and steps mean; theirs is not BuildKit's, so neither is this. */
  private static final String BUILD_TYPE = "urn:kaniko-jvm:dockerfile:v1";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ProvenanceWriter() {}

  static ObjectNode write(Provenance provenance) {
    return switch (provenance.options().version()) {
      case V0_2 -> old(provenance);
      case V1 -> current(provenance);
    };
  }

  private static ObjectNode old(Provenance provenance) {
    ObjectNode predicate = NODES.objectNode();
    predicate.putObject("builder").put("id", provenance.options().builderId());
    predicate.put("buildType", BUILD_TYPE);
    addMaterials(predicate.putArray("materials"), provenance.materials());
    ObjectNode invocation = predicate.putObject("invocation");
    addSource(invocation.putObject("configSource"), provenance);
    addParameters(invocation.putObject("parameters"), provenance);
    invocation.putObject("environment").put("platform", provenance.platform().toString());
    provenance.details().ifPresent(it -> addSteps(predicate.putObject("buildConfig"), it));
    ObjectNode metadata = predicate.putObject("metadata");
    metadata.put("buildInvocationID", provenance.invocation());
    metadata.put("buildStartedOn", GoTime.write(provenance.started()));
    metadata.put("buildFinishedOn", GoTime.write(provenance.finished()));
    metadata.set("completeness", completeness(provenance));
    metadata.put("reproducible", provenance.options().reproducible());
    return predicate;
  }

  private static ObjectNode current(Provenance provenance) {
    ObjectNode predicate = NODES.objectNode();
    ObjectNode definition = predicate.putObject("buildDefinition");
    definition.put("buildType", BUILD_TYPE);
    ObjectNode external = definition.putObject("externalParameters");
    addSource(external.putObject("configSource"), provenance);
    addParameters(external.putObject("request"), provenance);
    ObjectNode internal = definition.putObject("internalParameters");
    internal.put("builderPlatform", provenance.platform().toString());
    provenance.details().ifPresent(it -> addSteps(internal.putObject("buildConfig"), it));
    addMaterials(definition.putArray("resolvedDependencies"), provenance.materials());
    ObjectNode run = predicate.putObject("runDetails");
    run.putObject("builder").put("id", provenance.options().builderId());
    ObjectNode metadata = run.putObject("metadata");
    metadata.put("invocationId", provenance.invocation());
    metadata.put("startedOn", GoTime.write(provenance.started()));
    metadata.put("finishedOn", GoTime.write(provenance.finished()));
    metadata.set("buildkit_completeness", completeness(provenance));
    metadata.put("buildkit_reproducible", provenance.options().reproducible());
    return predicate;
  }

  /** Commands may have taken what nobody knows of. */
  private static ObjectNode completeness(Provenance provenance) {
    ObjectNode completeness = NODES.objectNode();
    completeness.put("parameters", provenance.options().detail() == Detail.MAX);
    completeness.put("environment", true);
    completeness.put("materials", false);
    return completeness;
  }

  private static void addSource(ObjectNode node, Provenance provenance) {
    provenance.source().ifPresent(source -> addMaterial(node, source));
    node.put("entryPoint", provenance.entryPoint());
  }

  private static void addParameters(ObjectNode node, Provenance provenance) {
    node.put("frontend", "dockerfile.v0");
    if (!provenance.parameters().isEmpty()) {
      ObjectNode arguments = node.putObject("args");
      provenance.parameters().forEach(arguments::put);
    }
    if (!provenance.secrets().isEmpty()) {
      ArrayNode secrets = node.putArray("secrets");
      provenance.secrets().forEach(id -> secrets.addObject().put("id", id));
    }
    if (provenance.source().isEmpty()) {
      node.putArray("locals").addObject().put("name", "context");
    }
  }

  private static void addSteps(ObjectNode node, Details details) {
    ObjectNode source = node.putObject("source");
    source.put("language", "Dockerfile");
    source.put(
        "data",
        Base64.getEncoder().encodeToString(details.dockerfile().getBytes(StandardCharsets.UTF_8)));
    ArrayNode steps = node.putArray("steps");
    for (Step step : details.steps()) {
      steps
          .addObject()
          .put("stage", step.stage())
          .put("line", step.line())
          .put("text", step.text());
    }
  }

  private static void addMaterials(ArrayNode array, List<Material> materials) {
    materials.forEach(material -> addMaterial(array.addObject(), material));
  }

  private static void addMaterial(ObjectNode node, Material material) {
    node.put("uri", material.uri());
    if (!material.digest().isEmpty()) {
      ObjectNode digest = node.putObject("digest");
      material.digest().forEach(digest::put);
    }
  }
}
