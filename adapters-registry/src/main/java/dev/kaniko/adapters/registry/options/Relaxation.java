package dev.kaniko.adapters.registry.options;

import java.util.Set;

/**
 * Where a rule of safe transport is given up: plain HTTP, or TLS without verification.
 *
 * @param pushes to every registry ({@code --insecure})
 * @param pulls from every registry ({@code --insecure-pull})
 * @param registries host and, if any, port, compared as they are written ({@code
 *     --insecure-registry}); Docker Hub is {@code index.docker.io}
 */
public record Relaxation(boolean pushes, boolean pulls, Set<String> registries) {
  public static final Relaxation NOWHERE = new Relaxation(false, false, Set.of());

  public Relaxation {
    registries = Set.copyOf(registries);
  }

  public boolean covers(String registry, Access access) {
    boolean everywhere =
        switch (access) {
          case PULL -> pulls;
          case PUSH -> pushes;
        };
    return everywhere || registries.contains(registry);
  }
}
