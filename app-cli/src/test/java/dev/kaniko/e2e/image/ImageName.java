package dev.kaniko.e2e.image;

/**
 * A tag in a registry that speaks plain HTTP.
 *
 * @param registry {@code host:port}
 */
public record ImageName(String registry, String repository, String tag) {

  @Override
  public String toString() {
    return registry + "/" + repository + ":" + tag;
  }
}
