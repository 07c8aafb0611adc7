package dev.kaniko.adapters.registry.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes JSON trees. Documents that two readers could understand differently are refused:
 * repeated keys, bytes after the end. Numbers keep every digit.
 */
public final class StrictJson {
  /** Deeper than any document of the specifications, shallower than any stack. */
  private static final int DEEPEST = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private StrictJson() {}

  /**
   * Bytes that are not UTF-8 become replacement marks, as they do for every tool written in Go.
   *
   * @param json its size has been bounded by the caller
   * @param subject which document, for the message
   * @throws UnsafeContentFailure when it is not one JSON value
   */
  public static JsonNode read(byte[] json, String subject) {
    try {
      JsonNode tree = MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
      if (tree.isMissingNode()) {
        throw new UnsafeContentFailure(subject, "is empty, but must be JSON");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw new UnsafeContentFailure(
          subject, "is not valid JSON: " + Excerpt.of(e.getOriginalMessage()), e);
    }
  }

  /** Compact: no white space between tokens. */
  public static String write(JsonNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
