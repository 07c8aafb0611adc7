package dev.kaniko.domain.image;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an image in a registry, in full: what people leave out ({@code docker.io}, {@code
 * library/}) is filled in. Spec: distribution's reference grammar.
 *
 * @param registry host and, if written, port: {@code localhost:5000}; Docker Hub is {@code
 *     index.docker.io}
 * @param repository path in the registry
 * @param tag without the colon; when neither tag nor digest is written, {@code latest}
 * @param digest when the reference is pinned
 */
public record ImageReference(
    String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
  public static final String DOCKER_HUB = "index.docker.io";

  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
              + "(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?"
              + "|\\[[0-9a-fA-F:]+](?::[0-9]+)?");
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final int LONGEST_REPOSITORY = 255;

  /**
   * @throws IllegalArgumentException with a sentence for the user when {@code text} is no reference
   */
  public static ImageReference parse(String text) {
    String rest = text;
    Optional<Digest> digest = Optional.empty();
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = Optional.of(Digest.parse(rest.substring(at + 1)));
      rest = rest.substring(0, at);
    }
    Optional<String> tag = Optional.empty();
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = Optional.of(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
    }
    String registry = DOCKER_HUB;
    int slash = rest.indexOf('/');
    if (slash > 0 && looksLikeHost(rest.substring(0, slash))) {
      registry = rest.substring(0, slash);
      rest = rest.substring(slash + 1);
    }
    if (registry.equals("docker.io") || registry.equals("registry-1.docker.io")) {
      registry = DOCKER_HUB;
    }
    if (registry.equals(DOCKER_HUB) && !rest.isEmpty() && rest.indexOf('/') < 0) {
      rest = "library/" + rest;
    }
    if (tag.isEmpty() && digest.isEmpty()) {
      tag = Optional.of("latest");
    }
    check(text, registry, rest, tag);
    return new ImageReference(registry, rest, tag, digest);
  }

  private static void check(String text, String registry, String repository, Optional<String> tag) {
    if (!REGISTRY.matcher(registry).matches()) {
      throw new IllegalArgumentException(
          "invalid image reference \"" + text + "\": \"" + registry + "\" is not a registry host");
    }
    if (!REPOSITORY.matcher(repository).matches()) {
      throw new IllegalArgumentException(
          "invalid image reference \""
              + text
              + "\": repository names are lower case letters and digits, separated by"
              + " '.', '_', '-' or '/'");
    }
    if (repository.length() > LONGEST_REPOSITORY) {
      throw new IllegalArgumentException(
          "invalid image reference \"" + text + "\": the repository name is longer than 255");
    }
    if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
      throw new IllegalArgumentException(
          "invalid image reference \"" + text + "\": \"" + tag.get() + "\" is not a tag");
    }
  }

  /** A first component is a host only if it cannot be a part of a Docker Hub name. */
  private static boolean looksLikeHost(String component) {
    return component.contains(".")
        || component.contains(":")
        || component.equals("localhost")
        || !component.equals(component.toLowerCase(java.util.Locale.ROOT));
  }

  /** What to ask the registry for: the digest if there is one, else the tag. */
  public String tagOrDigest() {
    return digest.map(Digest::toString).or(() -> tag).orElse("latest");
  }

  /** The same repository, pinned to {@code newDigest}. */
  public ImageReference pinnedTo(Digest newDigest) {
    return new ImageReference(registry, repository, tag, Optional.of(newDigest));
  }

  /** Registry and repository: {@code localhost:5000/team/app}. */
  public String name() {
    return registry + "/" + repository;
  }

  /** In full: {@code index.docker.io/library/debian:12@sha256:…}. */
  @Override
  public String toString() {
    return name() + tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
  }
}
