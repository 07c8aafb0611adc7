package dev.kaniko.adapters.registry.http;

import java.time.Duration;

/**
 * How long the other side may keep us waiting.
 *
 * @param connect until a connection stands
 * @param silence while no byte moves either way
 * @param probe until an answer to a first question, when there is another way to try
 */
public record Patience(Duration connect, Duration silence, Duration probe) {
  public static final Patience USUAL =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(10));
}
