package dev.kaniko.plugins.azure;

import dev.kaniko.plugins.azure.TokenEndpoint.Answer;
import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.pf4j.Extension;

/**
 * Azure's Container Registry: it exchanges a token of the account for a refresh token of its own,
 * which is good for three hours and opens what the account may do.
 *
 * @see <a href="https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md">the exchange</a>
 */
@Extension
public final class AcrCredentialHelper implements CredentialHelper {
  private final AzureAccount account;
  private final Function<String, URI> addresses;

  public AcrCredentialHelper(Map<String, String> environment) {
    this(environment, host -> URI.create("https://" + host));
  }

  /**
   * @param addresses where a registry's host is
   */
  AcrCredentialHelper(Map<String, String> environment, Function<String, URI> addresses) {
    this.account = new AzureAccount(environment);
    this.addresses = addresses;
  }

  @Override
  public Optional<Credential> credentialFor(String registry, String repository) throws IOException {
    String host = registry.toLowerCase(Locale.ROOT).replaceFirst(":443$", "");
    Optional<AzureCloud> cloud = AzureCloud.ofRegistry(host);
    if (cloud.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> token = account.token(cloud.get(), cloud.get().management());
    // None is no mistake: a registry may let anybody pull.
    return token.isPresent() ? Optional.of(exchanged(host, token.get())) : Optional.empty();
  }

  private Credential exchanged(String host, String token) throws IOException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "access_token");
    form.put("service", host);
    account.variable("AZURE_TENANT_ID").ifPresent(tenant -> form.put("tenant", tenant));
    form.put("access_token", token);
    try (HttpClient client =
        AzureAccount.client(ProxySelector.getDefault(), Duration.ofSeconds(20))) {
      Answer answer =
          new TokenEndpoint(client).post(addresses.apply(host).resolve("/oauth2/exchange"), form);
      return answer
          .token("refresh_token")
          .<Credential>map(Credential.IdentityToken::new)
          .orElseThrow(
              () ->
                  new IOException(
                      host + " does not take the account's token: it answers " + answer.shown()));
    }
  }

  @Override
  public String source() {
    return AzureAccount.SOURCE;
  }
}
