package dev.kaniko.adapters.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaniko.adapters.registry.json.Excerpt;
import dev.kaniko.adapters.registry.json.StrictJson;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The registry's own words in an answer that is an error. Spec: distribution-spec, "Error codes";
 * token services and proxies have other forms.
 */
final class RegistryMessage {
  private static final int MOST = 64 * 1024;

  private RegistryMessage() {}

  /** Fit for a message; empty when there is nothing to repeat. */
  static String in(HttpAnswer answer) {
    byte[] body;
    try {
      body = answer.start(MOST);
    } catch (IOException e) {
      return "its reason did not arrive: " + e.getMessage();
    }
    String type = answer.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (body.length == 0 || type.contains("html")) {
      return "";
    }
    try {
      return Excerpt.of(inJson(StrictJson.read(body, "answer")));
    } catch (UnsafeContentFailure e) {
      return Excerpt.of(new String(body, StandardCharsets.UTF_8));
    }
  }

  private static String inJson(JsonNode tree) {
    List<String> messages = new ArrayList<>();
    for (JsonNode error : tree.path("errors")) {
      String code = error.path("code").asText("");
      String message = error.path("message").asText("");
      messages.add(code.isEmpty() || message.isEmpty() ? code + message : code + ": " + message);
    }
    for (String name : List.of("message", "error_description", "details", "error")) {
      if (messages.isEmpty() && tree.path(name).isTextual()) {
        messages.add(tree.path(name).textValue());
      }
    }
    return String.join("; ", messages);
  }
}
