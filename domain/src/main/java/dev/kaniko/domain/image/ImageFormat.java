package dev.kaniko.domain.image;

/** The two families of documents; one image never mixes them. */
public enum ImageFormat {
  OCI,
  DOCKER
}
