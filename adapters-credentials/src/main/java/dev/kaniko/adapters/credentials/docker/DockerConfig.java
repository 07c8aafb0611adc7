package dev.kaniko.adapters.credentials.docker;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaniko.ports.credentials.Credential;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a config says of credentials. Messages name its source and its keys, never a value.
 *
 * @param auths by normalised key; an entry that holds nothing is left out
 * @param helpers names of programs by normalised key ({@code credHelpers})
 * @param store the program for all other registries ({@code credsStore})
 */
record DockerConfig(
    String source,
    Map<String, JsonNode> auths,
    Map<String, String> helpers,
    Optional<String> store) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * @throws IOException when the text is not a config
   */
  static DockerConfig read(ConfigText config) throws IOException {
    if (config.problem().isPresent()) {
      throw new IOException(config.source() + " cannot be used: " + config.problem().get());
    }
    JsonNode tree = parse(config);
    return new DockerConfig(
        config.source(),
        auths(tree.path("auths"), config.source()),
        helpers(tree.path("credHelpers"), config.source()),
        text(tree.path("credsStore"), "credsStore", config.source()));
  }

  private static JsonNode parse(ConfigText config) throws IOException {
    try {
      JsonNode tree = JSON.readTree(config.text());
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      // Without the parser's own message and without the cause: both repeat the text.
      throw new IOException(
          "%s is not valid JSON, see line %d, column %d"
              .formatted(config.source(), place.getLineNr(), place.getColumnNr()));
    }
    throw new IOException(config.source() + " is not a JSON object");
  }

  private static Map<String, JsonNode> auths(JsonNode tree, String source) throws IOException {
    Map<String, JsonNode> auths = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : fields(tree, "auths", source)) {
      if (!entry.getValue().isObject()) {
        throw new IOException(source + ": the entry auths." + entry.getKey() + " is no object");
      }
      if (AuthEntry.holdsSomething(entry.getValue())) {
        auths.putIfAbsent(RegistryKeys.normalised(entry.getKey()), entry.getValue());
      }
    }
    return auths;
  }

  private static Map<String, String> helpers(JsonNode tree, String source) throws IOException {
    Map<String, String> helpers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : fields(tree, "credHelpers", source)) {
      Optional<String> name = text(entry.getValue(), "credHelpers." + entry.getKey(), source);
      name.ifPresent(it -> helpers.putIfAbsent(RegistryKeys.normalised(entry.getKey()), it));
    }
    return helpers;
  }

  private static Iterable<Map.Entry<String, JsonNode>> fields(
      JsonNode tree, String name, String source) throws IOException {
    if (tree.isMissingNode() || tree.isNull()) {
      return List.of();
    }
    if (!tree.isObject()) {
      throw new IOException(source + ": " + name + " is no object");
    }
    return tree.properties();
  }

  static Optional<String> text(JsonNode node, String name, String source) throws IOException {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw new IOException(source + ": " + name + " is no text");
    }
    return Optional.of(node.textValue()).filter(text -> !text.isEmpty());
  }

  /** The program that is to be asked for a repository's credentials, if any is. */
  Optional<String> helperFor(List<String> candidates) {
    for (String key : candidates) {
      if (helpers.containsKey(key)) {
        return Optional.of(helpers.get(key));
      }
    }
    return store;
  }

  /** The credential that the config itself has for the first of {@code candidates}. */
  Optional<Credential> credentialFor(List<String> candidates) throws IOException {
    for (String key : candidates) {
      if (auths.containsKey(key)) {
        return AuthEntry.credential(auths.get(key), source + ": the entry auths." + key);
      }
    }
    return Optional.empty();
  }

  /** Without the entries, which hold secrets. */
  @Override
  public String toString() {
    return source;
  }
}
