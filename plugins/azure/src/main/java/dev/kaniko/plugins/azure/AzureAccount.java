package dev.kaniko.plugins.azure;

import dev.kaniko.plugins.azure.TokenEndpoint.Answer;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who the builder is to Azure, as its SDKs find out: an application with a secret or with a token
 * that Kubernetes gave it (workload identity), or else the identity of the machine.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">
 *     tokens for applications</a>
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">
 *     tokens of machines</a>
 */
final class AzureAccount {
  static final String SOURCE = "the default credentials of Azure";

  private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final String METADATA = "http://169.254.169.254";

  /** Machines of others have nothing at that address, or something that does not answer. */
  private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(2);

  private final Map<String, String> environment;
  private volatile boolean withoutMachine;

  AzureAccount(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * An access token for a resource of a cloud; empty when the builder is nobody there.
   *
   * @param resource ends with a slash or not, as its service calls itself
   * @throws IOException when the builder should be somebody and gets none
   */
  Optional<String> token(AzureCloud cloud, String resource) throws IOException {
    Optional<String> id = variable("AZURE_CLIENT_ID");
    Optional<String> tenant = variable("AZURE_TENANT_ID");
    Map<String, String> form = new TreeMap<>();
    variable("AZURE_CLIENT_SECRET").ifPresent(secret -> form.put("client_secret", secret));
    Optional<String> file = variable("AZURE_FEDERATED_TOKEN_FILE");
    if (form.isEmpty() && file.isPresent()) {
      form.put("client_assertion_type", ASSERTION);
      form.put("client_assertion", federatedToken(Path.of(file.get())));
    }
    if (form.isEmpty() || id.isEmpty() || tenant.isEmpty()) {
      return withoutMachine ? Optional.empty() : ofMachine(resource, id);
    }
    form.put("grant_type", "client_credentials");
    form.put("client_id", id.get());
    form.put("scope", resource + ".default");
    URI authority =
        URI.create(withSlash(variable("AZURE_AUTHORITY_HOST").orElse(cloud.authority())));
    return Optional.of(ofApplication(authority.resolve(tenant.get() + "/oauth2/v2.0/token"), form));
  }

  private static String ofApplication(URI endpoint, Map<String, String> form) throws IOException {
    try (HttpClient client = client(ProxySelector.getDefault(), Duration.ofSeconds(20))) {
      Answer answer = new TokenEndpoint(client).post(endpoint, form);
      return answer
          .token("access_token")
          .orElseThrow(
              () ->
                  new IOException(
                      "Azure gave no token for AZURE_CLIENT_ID: %s answers %s"
                          .formatted(endpoint.getHost(), answer.shown())));
    }
  }

  /** Kubernetes replaces the file before what is in it expires. */
  private static String federatedToken(Path file) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException(
          "AZURE_FEDERATED_TOKEN_FILE names " + file + ", which cannot be read", e);
    }
  }

  private Optional<String> ofMachine(String resource, Optional<String> id) throws IOException {
    Map<String, String> query = new TreeMap<>();
    query.put("resource", resource);
    id.ifPresent(it -> query.put("client_id", it));
    Optional<String> endpoint = variable("IDENTITY_ENDPOINT");
    Optional<String> header = variable("IDENTITY_HEADER");
    if (endpoint.isPresent() && header.isPresent()) {
      query.put("api-version", "2019-08-01");
      return ofMachine(
          URI.create(endpoint.get()), query, Map.entry("X-IDENTITY-HEADER", header.get()));
    }
    query.put("api-version", "2018-02-01");
    String host = withSlash(variable("AZURE_POD_IDENTITY_AUTHORITY_HOST").orElse(METADATA));
    return ofMachine(
        URI.create(host + "metadata/identity/oauth2/token"), query, Map.entry("Metadata", "true"));
  }

  /** Never by a proxy: what answers there is the machine's own. */
  private Optional<String> ofMachine(
      URI endpoint, Map<String, String> query, Map.Entry<String, String> header)
      throws IOException {
    Answer answer;
    try (HttpClient client = client(HttpClient.Builder.NO_PROXY, TIME_TO_CONNECT)) {
      answer = new TokenEndpoint(client).get(endpoint, query, header);
    } catch (IOException e) {
      // No machine of Azure's, which is not to be waited for again.
      withoutMachine = true;
      return Optional.empty();
    }
    Optional<String> token = answer.token("access_token");
    if (token.isEmpty() && query.containsKey("client_id")) {
      throw new IOException(
          "the machine has no identity with this AZURE_CLIENT_ID: "
              + endpoint.getHost()
              + " answers "
              + answer.shown());
    }
    // Else a machine without an identity, or somebody else's that has metadata at this address.
    return token;
  }

  static HttpClient client(ProxySelector proxies, Duration timeToConnect) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(timeToConnect)
        .proxy(proxies)
        .build();
  }

  private static String withSlash(String location) {
    return location.endsWith("/") ? location : location + "/";
  }
}
