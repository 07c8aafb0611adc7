package dev.kaniko.adapters.registry.document;

import java.util.Set;

/** The names of an image config's fields. Spec: image-spec config.md, docker-image-spec. */
final class ConfigFields {
  static final Set<String> KNOWN =
      Set.of("architecture", "author", "config", "created", "history", "os", "rootfs", "variant");

  /**
   * Left by the classic builder, about a container that is long gone, and BuildKit's inline cache,
   * which would describe another image.
   */
  static final Set<String> DROPPED =
      Set.of(
          "container",
          "container_config",
          "docker_version",
          "id",
          "moby.buildkit.cache.v0",
          "parent");

  static final Set<String> KNOWN_IN_CONFIG =
      Set.of(
          "ArgsEscaped",
          "Cmd",
          "Entrypoint",
          "Env",
          "ExposedPorts",
          "Healthcheck",
          "Labels",
          "OnBuild",
          "Shell",
          "StopSignal",
          "User",
          "Volumes",
          "WorkingDir");

  /** Properties of one container, which the classic builder left in images. */
  static final Set<String> DROPPED_IN_CONFIG =
      Set.of(
          "AttachStderr",
          "AttachStdin",
          "AttachStdout",
          "Domainname",
          "Hostname",
          "Image",
          "MacAddress",
          "NetworkDisabled",
          "OpenStdin",
          "StdinOnce",
          "Tty");

  private ConfigFields() {}
}
