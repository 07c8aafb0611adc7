package dev.kaniko.adapters.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fields of a JSON object, read with their types. {@code null} is the same as absent, as it is
 * for Go; every other surprise is an {@link UnsafeContentFailure} that names document and field.
 */
public final class JsonFields {
  private final JsonNode object;
  private final String subject;
  private final String path;

  private JsonFields(JsonNode object, String subject, String path) {
    this.object = object;
    this.subject = subject;
    this.path = path;
  }

  /**
   * @param subject which document, for messages
   */
  public static JsonFields read(byte[] json, String subject) {
    JsonNode tree = StrictJson.read(json, subject);
    if (!tree.isObject()) {
      throw new UnsafeContentFailure(subject, "must be a JSON object");
    }
    return new JsonFields(tree, subject, "");
  }

  /** The objects of a document that is a list. */
  public static List<JsonFields> readList(byte[] json, String subject) {
    JsonNode tree = StrictJson.read(json, subject);
    if (!tree.isArray()) {
      throw new UnsafeContentFailure(subject, "must be a JSON list");
    }
    List<JsonFields> all = new ArrayList<>();
    for (JsonNode element : tree) {
      all.add(new JsonFields(tree, subject, "").objectOf(element, "[" + all.size() + "]"));
    }
    return all;
  }

  public String subject() {
    return subject;
  }

  public boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** Empty when absent, and when the text is empty, which Go does not tell apart. */
  public Optional<String> text(String name) {
    return node(name).map(node -> textOf(node, name)).filter(text -> !text.isEmpty());
  }

  public String requiredText(String name) {
    return text(name).orElseThrow(() -> wrong(name, "is missing"));
  }

  public boolean flag(String name) {
    Optional<JsonNode> node = node(name);
    if (node.isPresent() && !node.get().isBoolean()) {
      throw wrong(name, "must be true or false");
    }
    return node.isPresent() && node.get().booleanValue();
  }

  /** A whole number of at most 64 bits. */
  public Optional<Long> number(String name) {
    Optional<JsonNode> node = node(name);
    if (node.isPresent() && !(node.get().isIntegralNumber() && node.get().canConvertToLong())) {
      throw wrong(name, "must be a whole number");
    }
    return node.map(JsonNode::longValue);
  }

  public Optional<Instant> time(String name) {
    try {
      return text(name).map(GoTime::read);
    } catch (DateTimeException e) {
      throw wrong(name, "must be a time as RFC 3339 writes it", e);
    }
  }

  public Digest digest(String name) {
    return digestOf(requiredText(name), name);
  }

  public List<Digest> digests(String name) {
    return texts(name).stream().map(text -> digestOf(text, name)).toList();
  }

  public List<String> texts(String name) {
    return textsIfPresent(name).orElse(List.of());
  }

  /** Tells an absent list from an empty one. */
  public Optional<List<String>> textsIfPresent(String name) {
    return list(name)
        .map(list -> list.stream().map(element -> textOf(element, name + "[]")).toList());
  }

  public Optional<JsonFields> object(String name) {
    return node(name).map(node -> objectOf(node, name));
  }

  public List<JsonFields> objects(String name) {
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode element : list(name).orElse(List.of())) {
      objects.add(objectOf(element, name + "[" + objects.size() + "]"));
    }
    return objects;
  }

  /** An object whose values are texts. */
  public SortedMap<String, String> textMap(String name) {
    SortedMap<String, String> map = new TreeMap<>();
    Optional<JsonFields> fields = object(name);
    if (fields.isPresent()) {
      for (Map.Entry<String, JsonNode> entry : fields.get().object.properties()) {
        map.put(entry.getKey(), textOf(entry.getValue(), name + "." + entry.getKey()));
      }
    }
    return map;
  }

  /** The names in an object that stands for a set: Go's {@code map[string]struct{}}. */
  public Set<String> names(String name) {
    Set<String> names = new LinkedHashSet<>();
    object(name).ifPresent(fields -> fields.object.fieldNames().forEachRemaining(names::add));
    return names;
  }

  /** The fields whose names are in neither set, as JSON text. */
  public SortedMap<String, String> others(Set<String> known, Set<String> dropped) {
    SortedMap<String, String> others = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String name = entry.getKey();
      if (!known.contains(name) && !dropped.contains(name)) {
        others.put(name, StrictJson.write(entry.getValue()));
      }
    }
    return others;
  }

  public UnsafeContentFailure wrong(String name, String what) {
    return wrong(name, what, null);
  }

  private UnsafeContentFailure wrong(String name, String what, Throwable cause) {
    return new UnsafeContentFailure(
        subject, Excerpt.of("field " + path + name + " " + what), cause);
  }

  private Optional<JsonNode> node(String name) {
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  private Optional<List<JsonNode>> list(String name) {
    Optional<JsonNode> node = node(name);
    if (node.isPresent() && !node.get().isArray()) {
      throw wrong(name, "must be a list");
    }
    return node.map(
        array -> {
          List<JsonNode> elements = new ArrayList<>();
          array.forEach(elements::add);
          return elements;
        });
  }

  private String textOf(JsonNode node, String name) {
    if (!node.isTextual()) {
      throw wrong(name, "must be a text");
    }
    return node.textValue();
  }

  private Digest digestOf(String text, String name) {
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong(name, "is no digest: " + e.getMessage(), e);
    }
  }

  private JsonFields objectOf(JsonNode node, String name) {
    if (!node.isObject()) {
      throw wrong(name, "must be an object");
    }
    return new JsonFields(node, subject, path + name + ".");
  }
}
