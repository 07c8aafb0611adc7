package dev.kaniko.adapters.registry.http;

/**
 * What a request is for, as failures tell it.
 *
 * @param registry host and port, as users name it
 * @param repository path in the registry
 * @param action to follow "cannot": {@code read the manifest 3.19}
 */
public record Purpose(String registry, String repository, String action) {

  public String name() {
    return registry + "/" + repository;
  }
}
