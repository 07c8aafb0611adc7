package dev.kaniko.cli.login;

import dev.kaniko.cli.process.Surroundings;

/** Keeps and forgets credentials; the composition root does it with the real adapters. */
public interface Logins {

  /**
   * Asks the registry, unless told not to, and keeps what it takes.
   *
   * @return what was done and where, to be shown
   * @throws dev.kaniko.ports.failure.BuildFailure when nothing was kept
   */
  String login(LoginOptions options, Surroundings surroundings);

  /**
   * Forgets the credentials.
   *
   * @param registry host and port
   * @return what was done, to be shown
   * @throws dev.kaniko.ports.failure.BuildFailure when they are kept all the same
   */
  String logout(String registry, Surroundings surroundings);
}
