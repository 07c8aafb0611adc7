package dev.kaniko.e2e.faults;

/** What goes wrong with one request to a registry. */
enum Fault {
  INTERNAL_ERROR,
  UNAVAILABLE,
  /** With a Retry-After of a second. */
  TOO_MANY_REQUESTS,
  /** The connection is closed before the registry has heard of the request. */
  NOT_HEARD,
  /** Done by the registry, but nobody hears of it. */
  ANSWER_LOST,
  /** Half of the answer's body, and less of it than was promised. */
  TRUNCATED,
  /** The answer comes late. */
  STALLED,
  /** The connection is reset while the registry works. */
  RESET,
  /** The registry wants a token, or another one. */
  TOKEN_EXPIRED
}
