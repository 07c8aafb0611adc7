package dev.kaniko.application;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the user hands over to commands, and what nothing may keep: not a layer, not the history,
 * not the log.
 *
 * @param secrets their content by id
 * @param agents the sockets of SSH agents by id
 */
public record CommandSecrets(Map<String, byte[]> secrets, Map<String, Path> agents) {
  public CommandSecrets {
    secrets = Map.copyOf(secrets);
    agents = Map.copyOf(agents);
  }

  /** Without their content. */
  @Override
  public String toString() {
    return "secrets " + secrets.keySet() + ", agents " + agents.keySet();
  }
}
