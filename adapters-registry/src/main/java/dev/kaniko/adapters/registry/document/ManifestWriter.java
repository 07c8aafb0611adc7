package dev.kaniko.adapters.registry.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaniko.adapters.registry.document.ManifestDocument.Entry;
import dev.kaniko.adapters.registry.json.StrictJson;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes manifests and indexes, fields in the order of the specification's Go types. */
public final class ManifestWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ManifestWriter() {}

  public static String manifest(
      String mediaType,
      Descriptor config,
      List<Descriptor> layers,
      SortedMap<String, String> annotations) {
    ObjectNode document = NODES.objectNode();
    document.put("schemaVersion", 2);
    document.put("mediaType", mediaType);
    document.set("config", descriptor(config));
    ArrayNode array = document.putArray("layers");
    layers.forEach(layer -> array.add(descriptor(layer)));
    putMap(document, annotations);
    return StrictJson.write(document);
  }

  /** An OCI index that says nothing of platforms. */
  public static String index(List<Descriptor> manifests) {
    return index(
        MediaTypes.OCI_INDEX,
        manifests.stream().map(it -> new Entry(it, Optional.empty(), false)).toList(),
        new TreeMap<>());
  }

  static String index(
      String mediaType, List<Entry> manifests, SortedMap<String, String> annotations) {
    ObjectNode document = NODES.objectNode();
    document.put("schemaVersion", 2);
    document.put("mediaType", mediaType);
    ArrayNode array = document.putArray("manifests");
    for (Entry entry : manifests) {
      ObjectNode node = descriptor(entry.descriptor());
      entry.platform().ifPresent(platform -> node.set("platform", platform(platform)));
      array.add(node);
    }
    putMap(document, annotations);
    return StrictJson.write(document);
  }

  private static ObjectNode platform(Platform platform) {
    ObjectNode node = NODES.objectNode();
    node.put("architecture", platform.architecture());
    node.put("os", platform.os());
    platform.variant().ifPresent(variant -> node.put("variant", variant));
    return node;
  }

  private static ObjectNode descriptor(Descriptor descriptor) {
    ObjectNode node = NODES.objectNode();
    node.put("mediaType", descriptor.mediaType());
    node.put("digest", descriptor.digest().toString());
    node.put("size", descriptor.size());
    if (!descriptor.urls().isEmpty()) {
      ArrayNode urls = node.putArray("urls");
      descriptor.urls().forEach(urls::add);
    }
    putMap(node, descriptor.annotations());
    return node;
  }

  private static void putMap(ObjectNode node, Map<String, String> annotations) {
    if (!annotations.isEmpty()) {
      ObjectNode map = node.putObject("annotations");
      annotations.forEach(map::put);
    }
  }
}
