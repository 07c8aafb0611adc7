package dev.kaniko.plugins.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A server that gives tokens away. It gets secrets, and so nothing that it answers is shown but
 * what can be none: its status, the kind of an error, and Microsoft's number for it. Redirects are
 * not followed.
 */
final class TokenEndpoint {
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(30);
  private static final int LARGEST_ANSWER = 1 << 20;
  private static final Pattern KIND = Pattern.compile("[a-z_]{1,40}");
  private static final Pattern NUMBER = Pattern.compile("\\bAADSTS\\d{1,9}\\b");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;

  /**
   * @param client follows no redirects
   */
  TokenEndpoint(HttpClient client) {
    this.client = client;
  }

  /**
   * What was answered.
   *
   * @param content an empty object when it was no JSON
   */
  record Answer(int status, JsonNode content) {

    /** A token by its name, if the endpoint gave it. */
    Optional<String> token(String field) {
      return status == 200
          ? Optional.ofNullable(content.path(field).textValue()).filter(it -> !it.isEmpty())
          : Optional.empty();
    }

    /** {@code 401 (invalid_client, AADSTS7000215)}. */
    String shown() {
      Matcher kind = KIND.matcher(content.path("error").asText());
      Matcher number = NUMBER.matcher(content.path("error_description").asText());
      String words =
          (kind.matches() ? kind.group() : "") + (number.find() ? ", " + number.group() : "");
      return words.isEmpty() ? String.valueOf(status) : status + " (" + words + ")";
    }

    /** Without the content, which may be a token. */
    @Override
    public String toString() {
      return shown();
    }
  }

  Answer post(URI endpoint, Map<String, String> form) throws IOException {
    return send(
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form))));
  }

  /**
   * @param header name and value
   */
  Answer get(URI endpoint, Map<String, String> query, Map.Entry<String, String> header)
      throws IOException {
    String joint = endpoint.getRawQuery() == null ? "?" : "&";
    return send(
        HttpRequest.newBuilder(URI.create(endpoint + joint + encoded(query)))
            .header(header.getKey(), header.getValue()));
  }

  private static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private Answer send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<InputStream> response =
          client.send(request.timeout(TIME_TO_ANSWER).build(), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return new Answer(response.statusCode(), json(body.readNBytes(LARGEST_ANSWER)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("cancelled", e);
    }
  }

  private static JsonNode json(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // A page of a proxy, say: the status tells enough, and the parser would repeat the text.
      return JSON.createObjectNode();
    }
  }
}
