package dev.kaniko.adapters.registry.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaniko.adapters.registry.json.GoTime;
import dev.kaniko.adapters.registry.json.StrictJson;
import dev.kaniko.domain.image.Healthcheck;
import dev.kaniko.domain.image.HistoryEntry;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.RuntimeConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes image configs as BuildKit does: the outermost fields by name, those within in the order of
 * the specification's Go types, and nothing that is empty.
 */
final class ConfigWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ConfigWriter() {}

  static String write(ImageConfig config) {
    SortedMap<String, JsonNode> fields = new TreeMap<>();
    config.otherFields().forEach((name, json) -> fields.put(name, parsed(json, name)));
    fields.put("architecture", NODES.textNode(config.platform().architecture()));
    fields.put("os", NODES.textNode(config.platform().os()));
    config.platform().variant().ifPresent(v -> fields.put("variant", NODES.textNode(v)));
    config.created().ifPresent(time -> fields.put("created", NODES.textNode(GoTime.write(time))));
    config.author().ifPresent(author -> fields.put("author", NODES.textNode(author)));
    fields.put("config", runtime(config.config()));
    fields.put("rootfs", rootfs(config));
    if (!config.history().isEmpty()) {
      fields.put("history", history(config.history()));
    }
    ObjectNode document = NODES.objectNode();
    fields.forEach(document::set);
    return StrictJson.write(document);
  }

  private static ObjectNode rootfs(ImageConfig config) {
    ObjectNode rootfs = NODES.objectNode();
    rootfs.put("type", "layers");
    rootfs.set("diff_ids", texts(config.diffIds().stream().map(Object::toString).toList()));
    return rootfs;
  }

  private static ArrayNode history(List<HistoryEntry> entries) {
    ArrayNode history = NODES.arrayNode();
    for (HistoryEntry entry : entries) {
      ObjectNode node = history.addObject();
      putText(node, "created", entry.created().map(GoTime::write));
      putText(node, "created_by", entry.createdBy());
      putText(node, "author", entry.author());
      putText(node, "comment", entry.comment());
      putTrue(node, "empty_layer", entry.emptyLayer());
    }
    return history;
  }

  private static ObjectNode runtime(RuntimeConfig config) {
    ObjectNode node = NODES.objectNode();
    putText(node, "User", Optional.of(config.user()));
    putSet(node, "ExposedPorts", config.exposedPorts());
    putTexts(node, "Env", variables(config));
    putTexts(node, "Entrypoint", config.entrypoint().orElse(List.of()));
    putTexts(node, "Cmd", config.cmd().orElse(List.of()));
    putSet(node, "Volumes", config.volumes());
    putText(node, "WorkingDir", Optional.of(config.workingDir()));
    if (!config.labels().isEmpty()) {
      ObjectNode labels = node.putObject("Labels");
      config.labels().forEach(labels::put);
    }
    putText(node, "StopSignal", Optional.of(config.stopSignal()));
    putTrue(node, "ArgsEscaped", config.argsEscaped());
    config.healthcheck().ifPresent(check -> node.set("Healthcheck", healthcheck(check)));
    putTexts(node, "OnBuild", config.onBuild());
    putTexts(node, "Shell", config.shell());
    config.otherFields().forEach((name, json) -> node.set(name, parsed(json, name)));
    return node;
  }

  private static List<String> variables(RuntimeConfig config) {
    return config.env().sequencedEntrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue())
        .toList();
  }

  private static ObjectNode healthcheck(Healthcheck check) {
    ObjectNode node = NODES.objectNode();
    putTexts(node, "Test", check.test());
    Map<String, Duration> durations = new LinkedHashMap<>();
    durations.put("Interval", check.interval());
    durations.put("Timeout", check.timeout());
    durations.put("StartPeriod", check.startPeriod());
    durations.put("StartInterval", check.startInterval());
    durations.forEach(
        (name, duration) -> {
          if (!duration.isZero()) {
            node.put(name, duration.toNanos());
          }
        });
    if (check.retries() != 0) {
      node.put("Retries", check.retries());
    }
    return node;
  }

  private static JsonNode parsed(String json, String name) {
    return StrictJson.read(json.getBytes(StandardCharsets.UTF_8), "field " + name);
  }

  private static void putText(ObjectNode node, String name, Optional<String> text) {
    text.filter(value -> !value.isEmpty()).ifPresent(value -> node.put(name, value));
  }

  private static void putTrue(ObjectNode node, String name, boolean flag) {
    if (flag) {
      node.put(name, true);
    }
  }

  private static void putTexts(ObjectNode node, String name, List<String> values) {
    if (!values.isEmpty()) {
      node.set(name, texts(values));
    }
  }

  /** A set the way Go writes one: an object whose values are empty. */
  private static void putSet(ObjectNode node, String name, Collection<String> members) {
    if (!members.isEmpty()) {
      ObjectNode set = node.putObject(name);
      members.forEach(set::putObject);
    }
  }

  private static ArrayNode texts(List<String> values) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(array::add);
    return array;
  }
}
