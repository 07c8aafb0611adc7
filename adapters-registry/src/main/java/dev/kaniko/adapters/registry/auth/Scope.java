package dev.kaniko.adapters.registry.auth;

import dev.kaniko.adapters.registry.options.Access;

/** What a token is good for. Spec: distribution, "Token scope documentation". */
public record Scope(String repository, Access access) {

  /** {@code repository:team/app:pull,push}. */
  @Override
  public String toString() {
    return "repository:" + repository + ":" + access.actions();
  }
}
