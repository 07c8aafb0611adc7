package dev.kaniko.adapters.registry.client;

import dev.kaniko.adapters.registry.auth.Scope;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.domain.image.ImageReference;

/** A repository of a registry. */
public record Repository(String registry, String path) {

  public static Repository of(ImageReference reference) {
    return new Repository(reference.registry(), reference.repository());
  }

  public Scope scope(Access access) {
    return new Scope(path, access);
  }

  /**
   * @param action to follow "cannot"
   */
  public Purpose purpose(String action) {
    return new Purpose(registry, path, action);
  }

  /** The path of a URL: {@code endpoint} of this repository. */
  public String path(String endpoint) {
    return "/v2/" + path + "/" + endpoint;
  }

  @Override
  public String toString() {
    return registry + "/" + path;
  }
}
