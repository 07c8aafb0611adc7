package com.example.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.ports.credentials.CredentialHelper;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

@Extension
public final class KeysCredentialHelper implements CredentialHelper {
  private final String file;

  public KeysCredentialHelper(Map<String, String> environment) {
    this.file = environment.getOrDefault("KEYS_FILE", "/run/secrets/keys.json");
  }

  @Override
  public Optional<Credential> credentialFor(String registry, String repository) throws IOException {
    JsonNode entry = new ObjectMapper().readTree(new File(file)).path(registry);
    return entry.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Credential.UserPassword(
                entry.path("user").asText(), entry.path("password").asText()));
  }

  @Override
  public String source() {
    return file;
  }
}
