package dev.kaniko.adapters.registry.buildkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaniko.adapters.registry.json.GoTime;
import dev.kaniko.adapters.registry.json.JsonFields;
import dev.kaniko.adapters.registry.json.StrictJson;
import dev.kaniko.domain.cache.CacheConfig;
import dev.kaniko.domain.cache.CacheConfig.Layer;
import dev.kaniko.domain.cache.CacheConfig.Notes;
import dev.kaniko.domain.cache.CacheConfig.Result;
import dev.kaniko.domain.cache.CacheConfig.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The JSON of cache configs. What Go leaves out when it is zero may be missing. */
final class CacheConfigJson {
  static final String MEDIA_TYPE = "application/vnd.buildkit.cacheconfig.v0";

  /** A few hundred bytes a step: no build has so many steps. */
  static final int LARGEST = 16 * 1024 * 1024;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int NO_PARENT = -1;

  private CacheConfigJson() {}

  static String write(CacheConfig config) {
    ObjectNode document = NODES.objectNode();
    ArrayNode layers = NODES.arrayNode();
    config.layers().forEach(layer -> layers.add(layer(layer)));
    if (!layers.isEmpty()) {
      document.set("layers", layers);
    }
    document.set("records", records(config.records()));
    return StrictJson.write(document);
  }

  /** The records alone, as they stand in an image. */
  static String writeRecords(CacheConfig config) {
    return StrictJson.write(records(config.records()));
  }

  private static ObjectNode layer(Layer layer) {
    ObjectNode node = NODES.objectNode();
    node.put("blob", layer.blob().toString());
    int parent = layer.parent().orElse(NO_PARENT);
    if (parent != 0) {
      node.put("parent", parent);
    }
    layer
        .notes()
        .ifPresent(
            notes ->
                node.putObject("annotations")
                    .put("mediaType", notes.mediaType())
                    .put("diffID", notes.diffId().toString())
                    .put("size", notes.size())
                    .put("createdAt", GoTime.write(notes.created())));
    return node;
  }

  private static ArrayNode records(List<Step> steps) {
    ArrayNode records = NODES.arrayNode();
    for (Step step : steps) {
      ObjectNode node = records.addObject();
      if (!step.results().isEmpty()) {
        ArrayNode results = node.putArray("layers");
        step.results().forEach(result -> results.add(result(result)));
      }
      node.put("digest", step.digest().toString());
      if (step.below().isPresent()) {
        node.putArray("inputs").addArray().addObject().put("link", step.below().getAsInt());
      }
    }
    return records;
  }

  private static ObjectNode result(Result result) {
    ObjectNode node = NODES.objectNode();
    node.put("layer", result.layer());
    result.created().ifPresent(time -> node.put("createdAt", GoTime.write(time)));
    return node;
  }

  /**
   * @throws dev.kaniko.ports.failure.UnsafeContentFailure when this is no cache config
   */
  static CacheConfig read(byte[] json, String subject) {
    JsonFields fields = JsonFields.read(json, subject);
    List<Layer> layers = new ArrayList<>();
    for (JsonFields layer : fields.objects("layers")) {
      layers.add(
          new Layer(
              layer.digest("blob"),
              index(layer, "parent"),
              layer.object("annotations").flatMap(CacheConfigJson::notes)));
    }
    return new CacheConfig(layers, steps(fields.objects("records")));
  }

  /** The records alone. */
  static CacheConfig readRecords(byte[] json, String subject) {
    return new CacheConfig(List.of(), steps(JsonFields.readList(json, subject)));
  }

  private static Optional<Notes> notes(JsonFields fields) {
    if (!fields.has("diffID") || !fields.has("mediaType")) {
      return Optional.empty();
    }
    return Optional.of(
        new Notes(
            fields.requiredText("mediaType"),
            fields.digest("diffID"),
            fields.number("size").orElse(0L),
            fields.time("createdAt").orElse(Instant.EPOCH)));
  }

  private static List<Step> steps(List<JsonFields> records) {
    List<Step> steps = new ArrayList<>();
    for (JsonFields record : records) {
      List<Result> results = new ArrayList<>();
      for (JsonFields result : record.objects("layers")) {
        int layer = index(result, "layer").orElseThrow(() -> result.wrong("layer", "is negative"));
        results.add(new Result(layer, result.time("createdAt")));
      }
      // What a step stands on is part of its digest: nobody has to follow the links.
      steps.add(new Step(record.digest("digest"), OptionalInt.empty(), results));
    }
    return steps;
  }

  /** Empty for a negative one. */
  private static OptionalInt index(JsonFields fields, String name) {
    long index = fields.number(name).orElse(0L);
    if (index > Integer.MAX_VALUE) {
      throw fields.wrong(name, "is out of range");
    }
    return index < 0 ? OptionalInt.empty() : OptionalInt.of((int) index);
  }
}
