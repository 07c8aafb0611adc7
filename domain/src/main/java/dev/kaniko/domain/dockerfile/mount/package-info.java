/**
 * The mounts of {@code RUN --mount}. Spec: <a
 * href="https://docs.docker.com/reference/dockerfile/#run---mount">Dockerfile reference, RUN
 * --mount</a>.
 */
package dev.kaniko.domain.dockerfile.mount;
